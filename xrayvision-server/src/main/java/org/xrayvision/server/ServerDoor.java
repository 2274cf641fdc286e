/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.IngestResult.Outcome;

/** The server that runs on the data directory: each file is one request. */
final class ServerDoor implements ImportDoor {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final ServerConnection server;
  private final String path;

  /**
   * @param source the AE title whose section of the configuration counts for the files, or null
   */
  ServerDoor(ServerConnection server, @Nullable String source) {
    this.server = server;
    this.path =
        "/api/import"
            + (source == null
                ? ""
                : "?source=" + URLEncoder.encode(source, StandardCharsets.UTF_8));
  }

  @Override
  public Answer offer(Path file) throws IOException {
    HttpRequest.Builder request =
        server
            .request(path)
            .timeout(LONGEST)
            .header("Content-Type", "application/dicom")
            .POST(BodyPublishers.ofFile(file));
    try {
      JsonNode json = server.send(request);
      return new Answer(
          Outcome.valueOf(json.path("outcome").asText().toUpperCase(Locale.ROOT)),
          json.path("message").asText());
    } catch (XRayVisionException e) {
      if (e.getCause() instanceof IOException cause && answers(server)) {
        throw cause; // it was the file
      }
      throw e;
    }
  }

  /** Whether there is a server; what a killed one has left may name a process of today. */
  static boolean answers(ServerConnection server) {
    try {
      return server.get("/api/regions").isArray();
    } catch (XRayVisionException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "the running server";
  }

  @Override
  public void close() {
    // The connection is the HTTP client's.
  }
}
