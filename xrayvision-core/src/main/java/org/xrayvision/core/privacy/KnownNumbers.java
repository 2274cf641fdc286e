/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's ids, with separators between their characters or without, with zeros before them or
 * without; and his birth date in the formats that are no dates by themselves, and its year. Letters
 * may stand right before what begins with a digit. Immutable.
 */
final class KnownNumbers {
  private static final int SHORTEST_ID = 4;
  private static final String SEPARATORS = " ./-";

  /**
   * @param separated whether separators may stand in it
   */
  private record Known(String text, String mark, boolean separated) {}

  private final List<Known> all = new ArrayList<>();
  private final boolean anyLetters;

  /** Too short ids identify nobody. */
  KnownNumbers(Collection<String> ids, @Nullable LocalDate birthDate) {
    for (String id : ids) {
      String plain =
          FoldedText.fold(id).replaceAll("[^\\p{L}\\p{N}]", "").replaceFirst("^0+(?=.)", "");
      Known known = new Known(plain, Span.ID, true);
      if (plain.length() >= SHORTEST_ID && !all.contains(known)) {
        all.add(known);
      }
    }
    this.anyLetters = all.stream().anyMatch(known -> !isDigit(known.text().charAt(0)));
    if (birthDate != null) {
      forms(birthDate).forEach(form -> all.add(new Known(form, Span.DATE, false)));
    }
  }

  private static List<String> forms(LocalDate date) {
    String d = String.format(Locale.ROOT, "%02d", date.getDayOfMonth());
    String m = String.format(Locale.ROOT, "%02d", date.getMonthValue());
    String y = String.format(Locale.ROOT, "%04d", date.getYear());
    String yy = y.substring(2);
    return List.of(
        d + m + y,
        y + m + d,
        yy + m + d,
        m + d + y,
        d + m + yy,
        d + " " + m + " " + yy,
        d + m + " " + yy,
        d + " " + m + yy,
        y);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether one of them begins with a letter. */
  boolean anyLetters() {
    return anyLetters;
  }

  /** The longest that begins there, or null. */
  @Nullable Span at(FoldedText plain, int start) {
    int end = -1;
    String mark = "";
    for (Known known : all) {
      int reached = end(known, plain.folded(), start);
      if (reached > end) {
        end = reached;
        mark = known.mark();
      }
    }
    return end < 0 ? null : new Span(plain.origin(start), plain.origin(end), mark);
  }

  private static int end(Known known, String text, int start) {
    String id = known.text();
    int at = start;
    while (known.separated() && at < text.length() && text.charAt(at) == '0') {
      at++;
    }
    for (int i = 0; i < id.length(); i++) {
      boolean isSeparator =
          i > 0
              && known.separated()
              && at < text.length()
              && SEPARATORS.indexOf(text.charAt(at)) >= 0;
      at += isSeparator ? 1 : 0;
      if (at >= text.length() || text.charAt(at++) != id.charAt(i)) {
        return -1;
      }
    }
    return at < text.length() && Character.isLetterOrDigit(text.codePointAt(at)) ? -1 : at;
  }
}
