/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.xrayvision.server.auth.Action;

/** The API's own description, made once it is asked for. Safe for threads. */
final class SpecRoutes {
  private final Supplier<List<Route>> all;
  private volatile byte[] document = new byte[0];

  /**
   * @param all what can be asked for, once the server is made
   */
  SpecRoutes(Supplier<List<Route>> all) {
    this.all = all;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/spec", Action.USE_PAGES, this::spec));
  }

  private Response spec(Request request) {
    byte[] bytes = document;
    if (bytes.length == 0) {
      bytes = Json.bytes(ApiSpec.document(all.get()));
      document = bytes;
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    String tag = Etags.of(bytes.length, sum.getValue());
    Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "private, no-cache");
    return Etags.isCurrent(request, tag)
        ? Response.notModified(headers)
        : Response.of(Response.JSON, ByteBuffer.wrap(bytes), headers);
  }
}
