/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

/**
 * The column {@code created} as a number that orders as SQLite orders the text: a smaller text has
 * no greater number. Texts of the usual form that differ have different numbers; others may share
 * one. Stateless.
 */
final class CreatedKey {
  private static final String FORM = "0000-00-00 00:00:00";

  /** The end of the text, less than a digit, ten digits, more than a digit. */
  private static final int DIGITS = 13;

  /** The end of the text, less than what separates, that, more. */
  private static final int SEPARATORS = 4;

  private static final int SEPARATOR = 2;

  private CreatedKey() {}

  static long of(String created) {
    long key = 0;
    boolean usual = true;
    for (int i = 0; i < FORM.length(); i++) {
      boolean digit = FORM.charAt(i) == '0';
      int value = 0;
      // Behind the first character of another form nothing counts.
      if (usual && i < created.length()) {
        value = digit ? digit(created.charAt(i)) : separator(created.charAt(i), FORM.charAt(i));
        usual = digit ? value > 1 && value < DIGITS - 1 : value == SEPARATOR;
      } else {
        usual = false;
      }
      key = key * (digit ? DIGITS : SEPARATORS) + value;
    }
    return key;
  }

  private static int digit(char c) {
    if (c < '0') {
      return 1;
    }
    return c > '9' ? DIGITS - 1 : 2 + c - '0';
  }

  private static int separator(char c, char expected) {
    return SEPARATOR + Integer.signum(c - expected);
  }
}
