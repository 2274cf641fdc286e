/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Entity tags and conditional requests (RFC 9110 §13.1.2). Stateless. */
final class Etags {
  private static final int TAG_BYTES = 12;

  private Etags() {}

  static String of(long... parts) {
    StringBuilder tag = new StringBuilder("\"");
    Arrays.stream(parts).forEach(part -> tag.append(Long.toHexString(part)).append('-'));
    return tag.append("x\"").toString();
  }

  /** The tag of these bytes, which are not moved. */
  static String of(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return '"' + HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether the one who asks has this already. */
  static boolean isCurrent(Request request, String tag) {
    String given = request.header("If-None-Match");
    if (given == null) {
      return false;
    }
    for (String candidate : given.split(",", -1)) {
      String bare = candidate.strip();
      if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
