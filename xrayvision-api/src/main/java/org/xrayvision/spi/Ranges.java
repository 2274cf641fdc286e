/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** The ranges of what plugins answer. Stateless. */
final class Ranges {
  private Ranges() {}

  static int severity(int value) {
    return check("severity", value, 10);
  }

  static int confidence(int value) {
    return check("confidence", value, 100);
  }

  private static int check(String what, int value, int high) {
    if (value < -1 || value > high) {
      throw new IllegalArgumentException(what + " must be -1 to " + high + ", not " + value);
    }
    return value;
  }
}
