/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parts of some people's names, as words, declined as Romanian does (Popescului, Mariei), run
 * together, or cut by a hyphen at a line's end. A part that is also a word of medicine is taken for
 * a name only beside another one, or with a capital in the middle of a sentence. Immutable.
 */
final class NameWords {
  private static final int SHORTEST_NAME = 3;
  private static final int SHORTEST_DECLINED = 4;
  private static final int MOST_RUN_TOGETHER = 8;
  private static final Pattern CUT = Pattern.compile("[-\u2010]\\s*");
  private static final Pattern BESIDE = Pattern.compile("[ ,^=.\\-\u2010]{1,3}");
  private static final List<String> ENDINGS =
      List.of("", "ului", "lui", "ul", "ilor", "ei", "i", "a", "u", "e", "o");
  private static final List<String> ENDINGS_OF_VOWELS =
      List.of("a", "ai", "ei", "iei", "ii", "ie", "i", "o", "e", "elui");

  private enum Verdict {
    NO,
    PERHAPS,
    YES
  }

  private final Set<String> forms = new HashSet<>();

  /** Of two letters: "an" and "or" are words, "An" may be a name. */
  private final Set<String> shortForms = new HashSet<>();

  private long initials;
  private int longest;

  /**
   * @param parts folded
   */
  NameWords(Collection<String> parts) {
    for (String part : parts) {
      if (part.length() < SHORTEST_NAME) {
        shortForms.add(part);
      } else {
        decline(part);
      }
    }
    runTogether(parts.stream().limit(MOST_RUN_TOGETHER).toList());
    for (String form : forms) {
      initials |= bit(form.charAt(0));
      longest = Math.max(longest, form.length());
    }
    shortForms.forEach(form -> initials |= bit(form.charAt(0)));
  }

  private void decline(String part) {
    boolean isShort = part.length() < SHORTEST_DECLINED;
    char last = part.charAt(part.length() - 1);
    if (last == 'a' || last == 'e') {
      forms.add(part);
      String stem = part.substring(0, part.length() - 1);
      // "ani" are years, and "Ana" is no reason to lose them.
      (isShort ? List.of("ei", "iei", "ai") : ENDINGS_OF_VOWELS)
          .forEach(ending -> forms.add(stem + ending));
    } else {
      (isShort ? List.of("", "ului", "lui") : ENDINGS).forEach(ending -> forms.add(part + ending));
    }
  }

  private void runTogether(List<String> parts) {
    for (String one : parts) {
      for (String other : parts) {
        if (!one.equals(other) && one.length() + other.length() > SHORTEST_DECLINED) {
          forms.add(one + other);
        }
      }
    }
  }

  private static long bit(char c) {
    return 1L << (c & 63);
  }

  /** Adds where these names stand. */
  void find(Words words, List<Span> spans) {
    if (forms.isEmpty() && shortForms.isEmpty()) {
      return;
    }
    Verdict[] verdicts = new Verdict[words.count()];
    boolean isAny = false;
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] = judge(words, i);
      isAny |= verdicts[i] != Verdict.NO;
    }
    cut(words, verdicts, spans);
    if (isAny) {
      beside(words, verdicts);
      for (int i = 0; i < verdicts.length; i++) {
        if (verdicts[i] == Verdict.YES) {
          spans.add(words.span(i, i));
        }
      }
    }
  }

  private Verdict judge(Words words, int i) {
    int length = words.length(i);
    if (length > longest && length > 2) {
      return Verdict.NO;
    }
    String word = words.word(i);
    if ((initials & bit(word.charAt(0))) == 0) {
      return Verdict.NO;
    }
    boolean found =
        length < SHORTEST_NAME
            ? shortForms.contains(word) && words.isCapital(i)
            : forms.contains(word);
    if (!found) {
      return Verdict.NO;
    }
    boolean isClear =
        !Vocabulary.has(word)
            || (words.hasSmall() && words.isCapital(i) && words.isInsideSentence(i));
    return isClear ? Verdict.YES : Verdict.PERHAPS;
  }

  /** Adds names that a hyphen cuts in two. */
  private void cut(Words words, Verdict[] verdicts, List<Span> spans) {
    for (int i = 0; i + 1 < verdicts.length; i++) {
      if ((verdicts[i] != Verdict.YES || verdicts[i + 1] != Verdict.YES)
          && words.isHyphened(i)
          && CUT.matcher(words.gap(i)).matches()
          && forms.contains(words.word(i) + words.word(i + 1))) {
        spans.add(words.span(i, i + 1));
      }
    }
  }

  /** What may be a name is one beside a name. */
  private static void beside(Words words, Verdict[] verdicts) {
    for (int i = 1; i < verdicts.length; i++) {
      join(words, verdicts, i, i - 1);
    }
    for (int i = verdicts.length - 2; i >= 0; i--) {
      join(words, verdicts, i, i + 1);
    }
  }

  private static void join(Words words, Verdict[] verdicts, int i, int other) {
    if (verdicts[i] == Verdict.PERHAPS
        && verdicts[other] == Verdict.YES
        && BESIDE.matcher(words.gap(Math.min(i, other))).matches()) {
      verdicts[i] = Verdict.YES;
    }
  }
}
