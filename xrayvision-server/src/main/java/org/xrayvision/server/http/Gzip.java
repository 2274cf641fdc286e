/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Packs texts for who can unpack them (RFC 9110 §8.4). The tag of a packed answer is a weak one:
 * its bytes are others. Stateless.
 */
final class Gzip {
  private static final int SMALLEST = 1024;
  private static final int LEVEL = 4;

  private Gzip() {}

  /** The body as it is sent, with the headers that say how. */
  static ByteBuffer body(HttpServerExchange exchange, Response response) {
    ByteBuffer body = response.body().duplicate();
    if (!isText(response.contentType())) {
      return body;
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.VARY, "Accept-Encoding");
    if (body.remaining() < SMALLEST || !isWanted(exchange)) {
      return body;
    }
    headers.put(Headers.CONTENT_ENCODING, "gzip");
    String tag = headers.getFirst(Headers.ETAG);
    if (tag != null && !tag.startsWith("W/")) {
      headers.put(Headers.ETAG, "W/" + tag);
    }
    return packed(body);
  }

  private static boolean isText(String contentType) {
    return contentType.startsWith("text/")
        || contentType.contains("json")
        || contentType.startsWith("image/svg");
  }

  private static boolean isWanted(HttpServerExchange exchange) {
    for (String line : exchange.getRequestHeaders().eachValue(Headers.ACCEPT_ENCODING)) {
      for (String coding : line.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = coding.strip().split("\\s*;\\s*", 2);
        boolean refused = parts.length > 1 && parts[1].matches("q\\s*=\\s*0(\\.0*)?");
        if (parts[0].equals("gzip") && !refused) {
          return true;
        }
      }
    }
    return false;
  }

  private static ByteBuffer packed(ByteBuffer body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(Math.max(512, body.remaining() / 4));
    try (OutputStream out = new Stream(packed)) {
      byte[] bytes = new byte[body.remaining()];
      body.get(bytes);
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return ByteBuffer.wrap(packed.toByteArray());
  }

  /** With a level that costs little. */
  private static final class Stream extends GZIPOutputStream {
    Stream(OutputStream out) throws IOException {
      super(out);
      def.setLevel(LEVEL);
    }
  }
}
