/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** {@code xrayvision serve} as a process of its own, on ports that the system chose. */
final class ServerProcess implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final Duration START = Duration.ofMinutes(3);

  private final Process process;
  private final Map<String, String> announced = new ConcurrentHashMap<>();
  private final List<String> output = new ArrayList<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Starts {@code serve} and waits until it listens. */
  static ServerProcess serve(Path data, String... arguments) throws IOException {
    return start(List.of(), Map.of(), data, arguments);
  }

  /** Starts {@code demo}, whose first start makes a password up and prints it. */
  static ServerProcess demo(String... arguments) throws IOException {
    return run(List.of(), Map.of(), List.of("demo"), arguments);
  }

  /** Starts {@code serve} under another program, strace say, and with more environment. */
  static ServerProcess start(
      List<String> before, Map<String, String> environment, Path data, String... arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("XRAYVISION_ADMIN_PASSWORD", PASSWORD);
    return run(before, all, List.of("serve", "--data", data.toString()), arguments);
  }

  private static ServerProcess run(
      List<String> before, Map<String, String> environment, List<String> verb, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "org.xrayvision.server.Main"));
    command.addAll(verb);
    command.addAll(List.of("--http-port", "0", "--dicom-port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(builder.start());
    Thread reader = new Thread(server::read, "server-output");
    reader.setDaemon(true);
    reader.start();
    server.awaitStart();
    return server;
  }

  URI dashboard() {
    return URI.create(announced.get("dashboard"));
  }

  /** The password that was printed; only a first start without one in the environment prints it. */
  String password() {
    return announced.get("password");
  }

  int dicomPort() {
    String address = announced.get("dicom");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1).strip());
  }

  String calledAETitle() {
    String address = announced.get("dicom");
    return address.substring(0, address.indexOf('@'));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns how long it took to end. */
  Duration terminate() throws InterruptedException {
    long start = System.nanoTime();
    process.children().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    try {
      terminate();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!announced.containsKey("dicom") || !announced.containsKey("dashboard")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException("the server did not start:\n" + output());
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        int colon = line.indexOf(": ");
        if (colon > 0 && line.substring(0, colon).matches("dashboard|dicom|user|password")) {
          announced.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
      }
    } catch (IOException e) {
      // The process has ended.
    }
  }
}
