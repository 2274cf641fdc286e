/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xrayvision.core.BurnedIn;
import org.xrayvision.core.ExamRecords;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/**
 * The pictures, and the objects as they were received. Which file a UID has is the engine's to say,
 * never the request's.
 */
final class PictureRoutes {
  private static final String PICTURE = ".png";
  private static final String DICOM = ".dcm";
  private static final BurnedIn NOTHING = new BurnedIn(List.of(), false);

  private static final int MOST_BLANKED = 16;

  private final XRayVision engine;
  private final boolean showBurnedIn;

  /** The last pictures that were blanked, by what tells them apart. */
  private final Map<String, ByteBuffer> blanked =
      new LinkedHashMap<>(MOST_BLANKED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ByteBuffer> eldest) {
          return size() > MOST_BLANKED;
        }
      };

  /**
   * @param showBurnedIn whether who is masked sees what says of itself that text is burned in
   */
  PictureRoutes(XRayVision engine, boolean showBurnedIn) {
    this.engine = engine;
    this.showBurnedIn = showBurnedIn;
  }

  List<Route> routes() {
    return List.of(Route.get("/images/{file}", Action.SEE_PICTURES, this::file));
  }

  private Response file(Request request) throws IOException {
    String file = request.path("file");
    try {
      return file.endsWith(DICOM) ? dicom(request, file) : picture(request, file);
    } catch (NoSuchFileException e) {
      throw missing();
    }
  }

  private Response picture(Request request, String file) throws IOException {
    String uid = uid(file, PICTURE);
    Path path = engine.picture(uid).orElseThrow(PictureRoutes::missing);
    BurnedIn burnedIn = request.masking().masked() ? burnedIn(uid) : NOTHING;
    request.viewed(uid, "picture");
    if (!burnedIn.regions().isEmpty()) {
      return blanked(request, uid, path, burnedIn);
    }
    Map<String, String> headers = headers(path);
    return isCurrent(request, headers)
        ? Response.notModified(headers)
        : Response.of("image/png", ByteBuffer.wrap(Files.readAllBytes(path)), headers);
  }

  /** What must be kept of a picture from those who are masked, if it is for them at all. */
  private BurnedIn burnedIn(String uid) {
    BurnedIn burnedIn = engine.records().burnedIn(uid);
    if (burnedIn.unplaced() && !showBurnedIn) {
      throw new HttpException(
          403,
          "The object says that text is burned into its picture, perhaps the patient's name, and"
              + " nobody has said where: your role is not shown it.");
    }
    return burnedIn;
  }

  /** The picture without what is burned in; it is never taken for the whole one. */
  private Response blanked(Request request, String uid, Path path, BurnedIn burnedIn)
      throws IOException {
    Map<String, String> headers = headers(path);
    String tag = headers.getOrDefault("ETag", "");
    String own = Etags.of(ByteBuffer.wrap((tag + uid + burnedIn).getBytes(StandardCharsets.UTF_8)));
    headers.put("ETag", own);
    if (isCurrent(request, headers)) {
      return Response.notModified(headers);
    }
    ByteBuffer known;
    synchronized (blanked) {
      known = blanked.get(own);
    }
    if (known == null) {
      known = ByteBuffer.wrap(ExamRecords.blanked(path, burnedIn));
      synchronized (blanked) {
        blanked.put(own, known);
      }
    }
    return Response.of("image/png", known, headers);
  }

  /** It names the patient: not for those who see masked. */
  private Response dicom(Request request, String file) throws IOException {
    if (!request.may(Action.SEE_DICOM)) {
      throw new HttpException(403, "Your role may not do this.");
    }
    String uid = uid(file, DICOM);
    Path path = engine.dicom(uid).orElseThrow(PictureRoutes::missing);
    Map<String, String> headers = headers(path);
    if (isCurrent(request, headers)) {
      return Response.notModified(headers);
    }
    if (request.exchange().getRequestMethod().equals(Methods.GET)) {
      request.audit("dicom", uid, ""); // who asks with HEAD gets nothing to see
    }
    headers.put("Content-Disposition", "attachment; filename=\"" + uid + DICOM + "\"");
    return Response.of("application/dicom", mapped(path), headers);
  }

  /** It may be large: the file stays on the disk's pages, not on the heap. */
  private static ByteBuffer mapped(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private static String uid(String file, String suffix) {
    String uid = file.endsWith(suffix) ? file.substring(0, file.length() - suffix.length()) : "";
    if (!Uids.isValid(uid)) {
      throw missing();
    }
    return uid;
  }

  private static Map<String, String> headers(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "ETag",
        Etags.of(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS)));
    headers.put("Cache-Control", "private, no-cache");
    return headers;
  }

  private static boolean isCurrent(Request request, Map<String, String> headers) {
    return Etags.isCurrent(request, headers.getOrDefault("ETag", ""));
  }

  private static HttpException missing() {
    return new HttpException(404, "There is no such picture.");
  }
}
