/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Orthanc as a process of its own: its configuration, its data and its ports belong to the test.
 */
final class OrthancPeer implements AutoCloseable {
  static final String AE_TITLE = "ORTHANC";

  final int dicomPort = PeerProcess.freePort();
  private final int httpPort = PeerProcess.freePort();
  private final Path folder;
  private final Path configuration;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private PeerProcess process;

  /**
   * Starts one.
   *
   * @param listenerPort where it finds XRAYVISION
   */
  OrthancPeer(Path folder, int listenerPort) throws Exception {
    this.folder = folder;
    this.configuration = folder.resolve("orthanc.json");
    Path data = Files.createDirectory(folder.resolve("orthanc"));
    Files.writeString(
        configuration,
        """
        {
          "Name": "TEST",
          "StorageDirectory": "%1$s",
          "IndexDirectory": "%1$s",
          "StorageCompression": false,
          "Plugins": [],
          "RemoteAccessAllowed": false,
          "AuthenticationEnabled": false,
          "HttpPort": %2$d,
          "KeepAlive": false,
          "DicomAet": "%3$s",
          "DicomPort": %4$d,
          "DicomCheckCalledAet": true,
          "DicomAlwaysAllowStore": true,
          "DicomAlwaysAllowFind": true,
          "DicomAlwaysAllowGet": true,
          "DicomModalities": {"us": ["XRAYVISION", "127.0.0.1", %5$d]},
          "LimitFindResults": 0,
          "LimitFindInstances": 0,
          "SynchronousCMove": true,
          "SaveJobs": false
        }
        """
            .formatted(data, httpPort, AE_TITLE, dicomPort, listenerPort));
    start();
  }

  /** Starts it, with what it has stored before. */
  void start() throws Exception {
    process =
        PeerProcess.start(
            folder,
            List.of("/usr/sbin/Orthanc", "--verbose", configuration.toString()),
            httpPort,
            dicomPort);
  }

  void kill() {
    process.kill();
  }

  String log() throws IOException {
    return process.log();
  }

  /** Its REST interface. */
  String get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  /** Its REST interface. */
  String post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
        .timeout(Duration.ofSeconds(60));
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  @Override
  public void close() {
    process.close();
  }
}
