/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of a secret that is long and random, and of a row of the audit log. Stateless. */
final class Sha256 {
  private Sha256() {}

  /** Of the text in UTF-8, in lower-case hex. */
  static String hex(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
