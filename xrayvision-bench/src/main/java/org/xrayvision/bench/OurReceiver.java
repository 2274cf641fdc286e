/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** {@code serve}, durable as it is; or with all its forces made into nothing from outside. */
final class OurReceiver implements Receiver {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path data;
  private final OurServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private OurReceiver(String name, Path data, OurServer server) {
    this.name = name;
    this.data = data;
    this.server = server;
  }

  static OurReceiver durable(Path parent) throws IOException {
    return start("xrayvision", parent, List.of());
  }

  /** Under {@code eatmydata}, for which fsync(2) and its like do nothing. */
  static OurReceiver forcingNothing(Path parent) throws IOException {
    return start("xrayvision, force off", parent, List.of("eatmydata"));
  }

  private static OurReceiver start(String name, Path parent, List<String> wrapper)
      throws IOException {
    Path data = Files.createTempDirectory(parent, "xrayvision");
    return new OurReceiver(name, data, OurServer.start(data, wrapper));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return server.dicomPort();
  }

  @Override
  public long cpuMillis() throws IOException {
    return Processes.cpuMillis(server.pid());
  }

  @Override
  public boolean isParallel() {
    return true;
  }

  /** Its pictures are made after the objects; they shall not take the next peer's processor. */
  @Override
  public void settle() throws Exception {
    while (waiting() > 0) {
      Thread.sleep(200);
    }
    Processes.empty(data.resolve("images"));
  }

  private int waiting() throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder()
            .encodeToString(("admin:" + OurServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.dashboard() + "api/exams?status=none"))
            .header("Authorization", "Basic " + credentials)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("/api/exams answered " + answer.statusCode());
    }
    return JSON.readTree(answer.body()).get("total").asInt();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Processes.deleteTree(data);
  }
}
