/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A PACS of somebody else as a process of its own; its output goes to a file. */
public final class PeerProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final Process process;
  private final Path log;

  private PeerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it and waits until it listens on these ports of 127.0.0.1. */
  public static PeerProcess start(Path folder, List<String> command, int... ports)
      throws Exception {
    Path log = Files.createTempFile(folder, "peer", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.directory(folder.toFile());
    builder.environment().put("TCP_NODELAY", "1");
    PeerProcess peer = new PeerProcess(builder.start(), log);
    for (int port : ports) {
      peer.awaitPort(port);
    }
    return peer;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** SIGKILL for it and the processes that it has forked. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }

  private void awaitPort(int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          kill();
          throw new AssertionError("nothing listens on " + port + ":\n" + log(), e);
        }
        Thread.sleep(20);
      }
    }
  }

  /** Below the ephemeral range, where an outgoing connection could take it meanwhile. */
  public static int freePort() {
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
