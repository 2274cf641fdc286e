/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import java.util.Locale;
import java.util.regex.Pattern;

/** Makes text from outside harmless for a log and a terminal. */
final class SafeText {
  /** A Romanian personal number standing alone; a UID's component has digits beyond its dots. */
  private static final Pattern PERSONAL_NUMBER =
      Pattern.compile("(?<![0-9])(?<![0-9]\\.)[1-9][0-9]{12}(?![0-9]|\\.[0-9])");

  private SafeText() {}

  /**
   * The text in one line: line ends, escapes and all else that could forge a line, move a cursor or
   * turn the direction of writing are spelled out.
   */
  static String oneLine(String text) {
    if (text.codePoints().noneMatch(SafeText::isHarmful)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  /** The text with everything that looks like a personal number taken out. */
  static String withoutPersonalNumbers(String text) {
    return PERSONAL_NUMBER.matcher(text).replaceAll("[number]");
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (isHarmful(c)) {
          safe.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
          safe.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isHarmful(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
