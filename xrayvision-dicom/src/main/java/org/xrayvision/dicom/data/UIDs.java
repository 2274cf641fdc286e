/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Checking, trimming and making unique identifiers (PS3.5 §9).
 *
 * <p>Safe for threads.
 */
public final class UIDs {
  /** What this toolkit calls itself in file meta information and associations (PS3.7 §D.3.3.2). */
  public static final String IMPLEMENTATION_CLASS_UID =
      "2.25.203913247871932517650961731094817064155";

  /** The version beside {@link #IMPLEMENTATION_CLASS_UID}, at most 16 characters. */
  public static final String IMPLEMENTATION_VERSION_NAME = "XRAYVISION_01";

  private static final int MAX_LENGTH = 64;

  private UIDs() {}

  /**
   * Whether the text is 1 to 64 of {@code [0-9.]} without an empty component. Leading zeros in a
   * component, which devices do send, are accepted; {@link #hasLeadingZero} finds them.
   */
  public static boolean isValid(String uid) {
    if (uid.isEmpty() || uid.length() > MAX_LENGTH) {
      return false;
    }
    boolean digitBefore = false;
    for (int i = 0; i < uid.length(); i++) {
      char c = uid.charAt(i);
      if (c == '.' ? !digitBefore : (c < '0' || c > '9')) {
        return false;
      }
      digitBefore = c != '.';
    }
    return digitBefore;
  }

  /** Whether a component other than a single 0 begins with 0, against PS3.5 §9.1. */
  public static boolean hasLeadingZero(String uid) {
    for (int i = 0; i < uid.length() - 1; i++) {
      boolean first = i == 0 || uid.charAt(i - 1) == '.';
      if (first && uid.charAt(i) == '0' && uid.charAt(i + 1) != '.') {
        return true;
      }
    }
    return false;
  }

  /** The text without the NULs and spaces at its end. */
  public static String trim(String uid) {
    int end = uid.length();
    while (end > 0 && (uid.charAt(end - 1) == 0 || uid.charAt(end - 1) == ' ')) {
      end--;
    }
    return uid.substring(0, end);
  }

  /** A new identifier, {@code 2.25.} and a random UUID as a decimal number (PS3.5 §B.2). */
  public static String newUid() {
    return of(UUID.randomUUID());
  }

  /** The identifier that stands for a UUID (PS3.5 §B.2). */
  public static String of(UUID uuid) {
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return "2.25." + new BigInteger(1, bytes);
  }
}
