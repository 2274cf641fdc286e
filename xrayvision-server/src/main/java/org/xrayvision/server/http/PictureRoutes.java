/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** The pictures. Which file a UID has is the engine's to say, never the request's. */
final class PictureRoutes {
  private static final String SUFFIX = ".png";

  private final XRayVision engine;

  PictureRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(Route.get("/images/{file}", Action.SEE_PICTURES, this::picture));
  }

  private Response picture(Request request) throws IOException {
    String file = request.path("file");
    String uid = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
    if (!Uids.isValid(uid)) {
      throw missing();
    }
    Path path = engine.picture(uid).orElseThrow(PictureRoutes::missing);
    request.viewed(uid, "picture");
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      String tag =
          Etags.of(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
      Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "private, no-cache");
      return Etags.isCurrent(request, tag)
          ? Response.notModified(headers)
          : Response.of("image/png", ByteBuffer.wrap(Files.readAllBytes(path)), headers);
    } catch (NoSuchFileException e) {
      throw missing();
    }
  }

  private static HttpException missing() {
    return new HttpException(404, "There is no such picture.");
  }
}
