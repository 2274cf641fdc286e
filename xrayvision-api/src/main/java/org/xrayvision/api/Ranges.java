/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

final class Ranges {
  private Ranges() {}

  static void check(String what, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          what + " must be " + low + " to " + high + ", not " + value);
    }
  }
}
