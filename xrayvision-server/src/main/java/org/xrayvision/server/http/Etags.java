/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.Arrays;

/** Entity tags and conditional requests (RFC 9110 §13.1.2). Stateless. */
final class Etags {
  private Etags() {}

  static String of(long... parts) {
    StringBuilder tag = new StringBuilder("\"");
    Arrays.stream(parts).forEach(part -> tag.append(Long.toHexString(part)).append('-'));
    return tag.append("x\"").toString();
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
