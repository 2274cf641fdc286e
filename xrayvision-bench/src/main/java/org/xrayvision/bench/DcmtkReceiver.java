/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** DCMTK's {@code storescp}, which forces nothing to disk. */
final class DcmtkReceiver implements Receiver {
  private final List<String> options;
  private final Path folder;
  private final int port;
  private final Process process;

  private DcmtkReceiver(List<String> options, Path folder, int port, Process process) {
    this.options = options;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static DcmtkReceiver start(Path parent, String... options) throws Exception {
    Path folder = Files.createTempDirectory(parent, "storescp");
    int port = Processes.freePort();
    List<String> line = new ArrayList<>(List.of("storescp"));
    line.addAll(List.of(options));
    line.addAll(List.of("-od", folder.toString(), Integer.toString(port)));
    Process process = Processes.start(line);
    Processes.await(process, port);
    return new DcmtkReceiver(List.of(options), folder, port, process);
  }

  @Override
  public String name() {
    return options.isEmpty() ? "storescp" : "storescp " + String.join(" ", options);
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
    return options.contains("--fork");
  }

  @Override
  public void settle() throws IOException {
    Processes.empty(folder);
  }

  @Override
  public void close() throws IOException {
    Processes.end(process);
    Processes.deleteTree(folder);
  }
}
