/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Orthanc with its defaults, but for ports, folders and who may call. */
final class OrthancReceiver implements Receiver {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private final URI rest;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private OrthancReceiver(Path folder, int port, URI rest, Process process) {
    this.folder = folder;
    this.port = port;
    this.rest = rest;
    this.process = process;
  }

  static OrthancReceiver start(Path parent) throws Exception {
    Path folder = Files.createTempDirectory(parent, "orthanc");
    int port = Processes.freePort();
    int httpPort = Processes.freePort();
    Path configuration = folder.resolve("orthanc.json");
    Map<String, Object> settings =
        Map.of(
            "StorageDirectory",
            folder.resolve("storage").toString(),
            "IndexDirectory",
            folder.resolve("storage").toString(),
            "DicomPort",
            port,
            "KeepAlive",
            false,
            "HttpPort",
            httpPort,
            "RemoteAccessAllowed",
            false,
            "AuthenticationEnabled",
            false,
            "DicomAlwaysAllowStore",
            true,
            "Plugins",
            List.of());
    JSON.writeValue(configuration.toFile(), settings);
    Process process = Processes.start(List.of("Orthanc", configuration.toString()));
    Processes.await(process, httpPort);
    Processes.await(process, port);
    URI rest = URI.create("http://127.0.0.1:" + httpPort + "/");
    return new OrthancReceiver(folder, port, rest, process);
  }

  @Override
  public String name() {
    return "Orthanc";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long cpuMillis() throws IOException {
    return Processes.cpuMillis(process.pid());
  }

  @Override
  public boolean isParallel() {
    return true;
  }

  @Override
  public void settle() throws Exception {
    for (JsonNode patient : JSON.readTree(send("GET", "patients"))) {
      send("DELETE", "patients/" + patient.asText());
    }
  }

  private String send(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(rest.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() throws IOException {
    Processes.end(process);
    Processes.deleteTree(folder);
  }
}
