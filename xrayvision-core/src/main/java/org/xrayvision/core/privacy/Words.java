/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.util.Arrays;

/** The words of a text, runs of letters, with how each is written. Immutable. */
final class Words {
  private static final int FEW = 32;

  private final String original;
  private final FoldedText plain;
  private int[] starts = new int[FEW];
  private int[] ends = new int[FEW];
  private int count;
  private final boolean hasSmall;

  Words(String original, FoldedText plain) {
    this.original = original;
    this.plain = plain;
    this.hasSmall = original.chars().anyMatch(Character::isLowerCase);
    String folded = plain.folded();
    int at = 0;
    while (at < folded.length()) {
      int start = at;
      while (at < folded.length() && Character.isLetter(folded.codePointAt(at))) {
        at += Character.charCount(folded.codePointAt(at));
      }
      if (at > start) {
        add(start, at);
      } else {
        at += Character.charCount(folded.codePointAt(at));
      }
    }
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  int count() {
    return count;
  }

  /** A word, folded. */
  String word(int i) {
    return plain.folded().substring(starts[i], ends[i]);
  }

  int start(int i) {
    return starts[i];
  }

  int length(int i) {
    return ends[i] - starts[i];
  }

  /** What stands between a word and the next. */
  String gap(int i) {
    return plain.folded().substring(ends[i], starts[i + 1]);
  }

  /** Whether a hyphen stands right behind it. */
  boolean isHyphened(int i) {
    char next = plain.folded().charAt(ends[i]);
    return next == '-' || next == '\u2010';
  }

  /** Where it stands in the text as written, to the end of another. */
  Span span(int first, int last) {
    return new Span(plain.origin(starts[first]), plain.origin(ends[last]), Span.NAME);
  }

  /** Whether it is written without a small letter at its beginning. */
  boolean isCapital(int i) {
    return !Character.isLowerCase(original.codePointAt(plain.origin(starts[i])));
  }

  /** Whether anything in the text is written small, so that a capital means something. */
  boolean hasSmall() {
    return hasSmall;
  }

  /** Whether something of the same sentence stands right before it. */
  boolean isInsideSentence(int i) {
    int before = starts[i] - 1;
    while (before >= 0 && plain.folded().charAt(before) == ' ') {
      before--;
    }
    return before >= 0
        && (Character.isLetterOrDigit(plain.folded().charAt(before))
            || plain.folded().charAt(before) == ',');
  }
}
