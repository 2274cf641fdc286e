/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Orthanc as somebody's PACS: a process with a configuration, data and ports of its own. It closes
 * each connection after its answer: one that it closes by itself a second later would fail the next
 * request.
 */
final class OrthancProcess implements AutoCloseable {
  static final String AE_TITLE = "ORTHANC";
  private static final Duration START = Duration.ofMinutes(3);

  private final int dicomPort;
  private final int httpPort = freePort();
  private final Path log;
  private final Process process;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Starts one and waits until it listens.
   *
   * @param folder where its data lie
   * @param aeTitle of the one node it knows, as modality {@code us}
   * @param port of that node on this machine
   */
  OrthancProcess(Path folder, String aeTitle, int port) throws Exception {
    this(folder, freePort(), aeTitle, port);
  }

  /**
   * With a DICOM port that somebody had to know before.
   *
   * @param dicomPort of {@link #freePort}
   */
  OrthancProcess(Path folder, int dicomPort, String aeTitle, int port) throws Exception {
    this.dicomPort = dicomPort;
    Files.createDirectories(folder);
    Path configuration = folder.resolve("orthanc.json");
    Files.writeString(
        configuration,
        """
        {
          "Name": "TEST",
          "StorageDirectory": "%1$s",
          "IndexDirectory": "%1$s",
          "Plugins": [],
          "RemoteAccessAllowed": false,
          "AuthenticationEnabled": false,
          "HttpPort": %2$d,
          "KeepAlive": false,
          "DicomAet": "%3$s",
          "DicomPort": %4$d,
          "DicomAlwaysAllowStore": true,
          "DicomAlwaysAllowFind": true,
          "DicomAlwaysAllowGet": true,
          "DicomModalities": {"us": ["%5$s", "127.0.0.1", %6$d]},
          "SaveJobs": false
        }
        """
            .formatted(folder.resolve("storage"), httpPort, AE_TITLE, dicomPort, aeTitle, port));
    log = folder.resolve("orthanc.log");
    process =
        new ProcessBuilder("/usr/sbin/Orthanc", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await(httpPort);
    await(dicomPort);
  }

  int dicomPort() {
    return dicomPort;
  }

  /** Its REST interface. */
  String get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  /** Its REST interface. */
  String post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** Its REST interface. */
  String put(String path, String body) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
        .timeout(Duration.ofSeconds(60));
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private void await(int port) throws Exception {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new IOException("Orthanc does not listen:\n" + Files.readString(log), e);
        }
        Thread.sleep(20);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Below the ephemeral range, where an outgoing connection could take it meanwhile. */
  static int freePort() {
    Random random = new Random();
    while (true) {
      int port = 20_000 + random.nextInt(10_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken, the next one
      }
    }
  }
}
