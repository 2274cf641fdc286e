/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Starts peers, asks what they have used, and clears up behind them. Linux only. */
final class Processes {
  /** What {@code getconf CLK_TCK} says on every Linux there is. */
  private static final int MILLIS_PER_TICK = 10;

  private Processes() {}

  static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns once somebody listens there. */
  static void await(Process process, int port) throws IOException, InterruptedException {
    while (process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException("it ended at once: " + process.info().commandLine().orElse("?"));
  }

  /** User and system time of a process and its children, those that have ended too (proc(5)). */
  static long cpuMillis(long pid) throws IOException {
    long ticks = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        String[] fields = stat(process);
        // A child that nobody has waited for yet still has its numbers to itself.
        if (process.endsWith(Long.toString(pid)) || isChild(fields, pid)) {
          for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
          }
        }
      }
    }
    return ticks * MILLIS_PER_TICK;
  }

  private static boolean isChild(String[] fields, long parent) {
    return fields.length > 14 && fields[1].equals(Long.toString(parent));
  }

  /** What stands behind the name of the program; nothing if the process is gone. */
  private static String[] stat(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return new String[0];
    }
  }

  /** Deletes the files in a folder, and no folder. */
  static void empty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Somebody else was faster.
    }
  }
}
