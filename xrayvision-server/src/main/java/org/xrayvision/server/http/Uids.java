/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.regex.Pattern;

/** What can be a UID in a path or a body (PS3.5 §9.1; leading zeros are taken). Stateless. */
final class Uids {
  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final int MAX_LENGTH = 64;

  private Uids() {}

  static boolean isValid(String uid) {
    return uid.length() <= MAX_LENGTH && UID.matcher(uid).matches();
  }
}
