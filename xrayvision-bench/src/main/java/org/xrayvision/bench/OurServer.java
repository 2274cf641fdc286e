/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code serve} as a process of its own. */
final class OurServer implements AutoCloseable {
  static final String PASSWORD = "a password for the bench";

  private final Process process;
  private final Map<String, String> announced;

  private OurServer(Process process, Map<String, String> announced) {
    this.process = process;
    this.announced = announced;
  }

  static OurServer start(Path data) throws IOException {
    return start(data, List.of());
  }

  /**
   * @param wrapper a command that becomes the server's, with its options
   */
  static OurServer start(Path data, List<String> wrapper) throws IOException {
    List<String> line = new ArrayList<>(wrapper);
    line.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.xrayvision.server.Main",
            "serve",
            "--keep-dicom",
            "--data",
            data.toString(),
            "--http-port",
            "0",
            "--dicom-port",
            "0"));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    builder.environment().put("XRAYVISION_ADMIN_PASSWORD", PASSWORD);
    // One client asks as fast as it can; the limits are there and never reached.
    builder.environment().put("XRAYVISION_REQUESTS_PER_SECOND_ADDRESS", "1000000");
    builder.environment().put("XRAYVISION_REQUESTS_PER_SECOND_USER", "1000000");
    Process process = builder.start();
    Map<String, String> announced = new HashMap<>();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      int colon = text.indexOf(": ");
      if (colon > 0) {
        announced.put(text.substring(0, colon), text.substring(colon + 2).strip());
      }
      if (announced.containsKey("dicom") && announced.containsKey("dashboard")) {
        Thread drain = new Thread(() -> drain(reader), "drain");
        drain.setDaemon(true);
        drain.start();
        return new OurServer(process, announced);
      }
    }
    throw new IOException("the server did not start: " + announced);
  }

  private static void drain(BufferedReader reader) {
    try {
      while (reader.readLine() != null) {
        // Read, so that the server never waits for us.
      }
    } catch (IOException e) {
      // The server has ended.
    }
  }

  long pid() {
    return process.pid();
  }

  int dicomPort() {
    String address = announced.get("dicom");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  String dashboard() {
    return announced.get("dashboard");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
