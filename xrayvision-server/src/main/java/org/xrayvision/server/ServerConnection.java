/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.files.PrivateFolders;

/**
 * How a command speaks with the server that runs on a data directory: over its HTTP API, as an
 * administrator, with what {@link ControlFile} says. Safe for threads.
 */
final class ServerConnection {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlFile.Control control;
  private final HttpClient client;

  private ServerConnection(ControlFile.Control control) {
    this.control = control;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    if (!control.certificate().isEmpty()) {
      builder.sslContext(PinnedCertificate.context(control.certificate()));
    }
    this.client = builder.build();
  }

  /**
   * The server of a data directory; nothing is sent yet.
   *
   * @throws XRayVisionException if none runs there, or this account may not speak to it
   */
  static ServerConnection to(Path data) {
    return new ServerConnection(ControlFile.read(data));
  }

  /** What is at a path of the API, for example {@code /api/retrievals}. */
  JsonNode get(String path) {
    return send(request(path).GET());
  }

  /** Asks for something to be done. */
  JsonNode post(String path, ObjectNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** A request with the credential on it, for {@link #send}. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(control.url().resolve(path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + control.token());
  }

  /**
   * Sends and reads the JSON that is answered.
   *
   * @throws XRayVisionException if the server does not answer, or refuses; its own sentence is the
   *     message
   */
  JsonNode send(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    try {
      HttpResponse<InputStream> response = client.send(built, BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        JsonNode json = JSON.readTree(in.readNBytes(LONGEST_ANSWER));
        if (response.statusCode() != 200) {
          throw new XRayVisionException(sentence(response.statusCode(), json));
        }
        return json;
      }
    } catch (IOException e) {
      throw new XRayVisionException(
          "The server at " + control.url() + " does not answer as it should: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XRayVisionException("interrupted while the server was asked", e);
    }
  }

  /**
   * Writes what is at a path of the API into a file that only its owner can read, which appears
   * under its name when it is whole.
   *
   * @return its length
   * @throws XRayVisionException if the file is there already, or the server does not answer, or
   *     refuses
   */
  long download(String path, Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      if (Files.exists(file)) {
        throw new XRayVisionException(file + " is there already; name another file.");
      }
      HttpResponse<InputStream> response =
          client.send(request(path).build(), BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          JsonNode json = JSON.readTree(in.readNBytes(LONGEST_ANSWER));
          throw new XRayVisionException(sentence(response.statusCode(), json));
        }
        Files.deleteIfExists(part);
        PrivateFolders.createFile(part);
        try (OutputStream out = Files.newOutputStream(part)) {
          in.transferTo(out);
        }
        Files.move(part, file);
        return Files.size(file);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new XRayVisionException("The download into " + file + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XRayVisionException("interrupted while the server was asked", e);
    }
  }

  private static String sentence(int status, JsonNode json) {
    String said = json.path("error").asText("");
    return said.isEmpty() ? "The server answered with HTTP status " + status + "." : said;
  }
}
