/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457) that carry what errors always had: {@code error}, and for writes
 * {@code status} and {@code message}. Stateless.
 */
final class Problems {
  static final String TYPE = "application/problem+json";

  private Problems() {}

  static Response of(int status, String message, boolean write) {
    return of(status, message, null, write);
  }

  /**
   * A problem.
   *
   * @param code a word that programs know it by, or null
   */
  static Response of(int status, String message, @Nullable String code, boolean write) {
    ObjectNode body = Json.object().put("type", "about:blank");
    body.put("title", title(status));
    if (write) {
      // The word has stood here before the number of RFC 9457 was, which readers must not rely on.
      body.put("status", "error").put("message", message);
    } else {
      body.put("status", status);
    }
    if (code != null) {
      body.put("code", code);
    }
    body.put("detail", message).put("error", message);
    return new Response(
        status, TYPE, ByteBuffer.wrap(Json.bytes(body)), Map.of("Cache-Control", "no-store"));
  }

  /** In the words of RFC 9110; Undertow does not know that of §15.5.20. */
  private static String title(int status) {
    return status == 421 ? "Misdirected Request" : StatusCodes.getReason(status);
  }
}
