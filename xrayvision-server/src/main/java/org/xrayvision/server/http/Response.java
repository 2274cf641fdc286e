/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answers; the {@link Dispatcher} sends it. The body is read as a duplicate, never
 * moved.
 */
record Response(int status, String contentType, ByteBuffer body, Map<String, String> headers) {
  static final String JSON = "application/json";
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /** The handler has taken the connection over; there is nothing to send. */
  static final Response TAKEN = new Response(0, "", EMPTY, Map.of());

  static Response json(int status, JsonNode node) {
    return new Response(
        status, JSON, ByteBuffer.wrap(Json.bytes(node)), Map.of("Cache-Control", "no-store"));
  }

  /** The same, told apart from other answers by its content: 304 for who has it already. */
  static Response tagged(Request request, JsonNode node) {
    Response response = json(node);
    String tag = Etags.of(response.body());
    return Etags.isCurrent(request, tag)
        ? notModified(Map.of("ETag", tag, "Cache-Control", "no-store"))
        : response.with("ETag", tag);
  }

  static Response json(JsonNode node) {
    return json(200, node);
  }

  /** The answer to a write: {@code {status, message}}. */
  static Response success(String message) {
    return json(Json.object().put("status", "success").put("message", message));
  }

  static Response redirect(String location) {
    return new Response(303, "", EMPTY, Map.of("Location", location, "Cache-Control", "no-store"));
  }

  /** A body of this type, with headers. */
  static Response of(String contentType, ByteBuffer body, Map<String, String> headers) {
    return new Response(200, contentType, body, headers);
  }

  /** The one who asks has it already (RFC 9110 §15.4.5). */
  static Response notModified(Map<String, String> headers) {
    return new Response(304, "", EMPTY, headers);
  }

  boolean isTaken() {
    return status == 0;
  }

  Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more);
  }
}
