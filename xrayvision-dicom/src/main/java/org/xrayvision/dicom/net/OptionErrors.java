/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xrayvision.dicom.data.UIDs;

/** Collects what is wrong with a set of options, so that all of it is told at once. */
final class OptionErrors {
  /** SO_TIMEOUT is an int of milliseconds. */
  private static final Duration LONGEST = Duration.ofDays(20);

  /** The least that a PDU must hold (a command set then needs several). */
  static final int MIN_PDU_LENGTH = 4096;

  private static final int MAX_PDU_LENGTH = 16 * 1024 * 1024;

  private final List<String> errors = new ArrayList<>();

  void add(String error) {
    errors.add(error);
  }

  /** PS3.5 §6.2, VR AE: 1 to 16 characters, no backslash, no control character, not only spaces. */
  void aeTitle(String name, String title) {
    boolean printable = title.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
    if (title.isBlank() || title.length() > 16 || !printable) {
      errors.add(
          name + " \"" + title + "\" must be 1 to 16 printable ASCII characters, no backslash");
    }
  }

  void port(int port, int lowest) {
    number("port", port, lowest, 65535);
  }

  void number(String name, int value, int least, int most) {
    if (value < least || value > most) {
      errors.add(name + " " + value + " must be in " + least + " to " + most);
    }
  }

  void maxPduLength(int length) {
    if (length != 0 && (length < MIN_PDU_LENGTH || length > MAX_PDU_LENGTH)) {
      errors.add(
          "maxPduLength " + length + " must be 0 (unlimited) or in 4096 to " + MAX_PDU_LENGTH);
    }
  }

  void timeout(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      errors.add(name + " " + value + " must be in 1 ms to 20 days");
    }
  }

  void uid(String name, String uid) {
    if (!UIDs.isValid(uid)) {
      errors.add(name + " \"" + uid + "\" must be 1 to 64 of [0-9.], no empty component");
    }
  }

  void throwIfAny(String what) {
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(what + ": " + String.join("; ", errors));
    }
  }
}
