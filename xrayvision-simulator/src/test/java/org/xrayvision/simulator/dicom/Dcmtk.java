/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xrayvision.simulator.pacs.PeerProcess;

/** Runs DCMTK's programs (and OpenSSL's); what they print and receive is in one folder. */
final class Dcmtk {
  private final Path folder;

  Dcmtk(Path folder) {
    this.folder = folder;
  }

  /** What a program prints that must succeed. */
  String run(String... command) throws Exception {
    return outcome(true, command);
  }

  /** What a program prints that must fail. */
  String fail(String... command) throws Exception {
    return outcome(false, command);
  }

  private String outcome(boolean success, String... command) throws Exception {
    Process process = start(List.of(command));
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    String output = Files.readString(folder.resolve(process.pid() + ".log"));
    assertThat(process.exitValue() == 0).as(output).isEqualTo(success);
    return output;
  }

  /** Output goes to a file, so that nobody has to read it while the program runs. */
  Process start(List<String> command) throws IOException {
    Path log = Files.createTempFile(folder, command.get(0), ".out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    // OpenSSL 3 keeps TLS below 1.2 for itself unless its security level is lowered.
    builder.environment().put("OPENSSL_CONF", "/dev/null");
    Process process = builder.redirectOutput(log.toFile()).start();
    Files.move(log, folder.resolve(process.pid() + ".log"));
    return process;
  }

  /** DCMTK's receiver on some free port. */
  StoreScp storescp(String... options) throws Exception {
    int port = PeerProcess.freePort();
    List<String> command = new ArrayList<>(List.of("storescp", "-od", folder.toString()));
    command.addAll(List.of(options));
    command.add(String.valueOf(port));
    return new StoreScp(port, PeerProcess.start(folder, command, port));
  }

  /** It runs until it is closed. */
  record StoreScp(int port, PeerProcess process) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }
}
