/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Durable C-STORE beside DCMTK's {@code storescp} in one run: the same sender, {@code
 * TCP_NODELAY=1} on both sides, the receivers in turn, folders deleted between. DCMTK forces
 * nothing to disk; we do.
 */
final class StoreBench {
  private static final int IMAGES = Integer.getInteger("images", 200);
  private static final int RUNS = Integer.getInteger("runs", 3);

  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    Path folder =
        Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "store-bench");
    try {
      Path image = folder.resolve("image.dcm");
      BenchImage.write(image);
      for (int associations : new int[] {1, 4}) {
        measure(folder, image, associations);
      }
    } finally {
      delete(folder);
    }
  }

  private static void measure(Path folder, Path image, int associations) throws Exception {
    Map<String, double[]> rates = new LinkedHashMap<>();
    for (String receiver : List.of("storescp", "storescp --fork", "xrayvision")) {
      rates.put(receiver, new double[RUNS]);
    }
    for (int run = 0; run < RUNS; run++) {
      for (Map.Entry<String, double[]> entry : rates.entrySet()) {
        if (associations > 1 && entry.getKey().equals("storescp")) {
          continue; // serves one association at a time
        }
        entry.getValue()[run] = rate(entry.getKey(), folder, image, associations);
      }
    }
    String peer = associations > 1 ? "storescp --fork" : "storescp";
    System.out.printf(
        Locale.ROOT, "%nC-STORE, %d images of 10.2 MB, %d association(s)%n", IMAGES, associations);
    rates.forEach(
        (name, values) -> {
          if (values[0] > 0) {
            System.out.printf("  %-16s %s%n", name, Timings.of(values, "images/s"));
          }
        });
    double ours = Timings.of(rates.get("xrayvision"), "").median();
    double theirs = Timings.of(rates.get(peer), "").median();
    System.out.printf(Locale.ROOT, "  ratio to %s: %.2f%n", peer, ours / theirs);
  }

  private static double rate(String receiver, Path folder, Path image, int associations)
      throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Receiver server = receiver.equals("xrayvision") ? ours(data) : dcmtk(receiver, data)) {
      long start = System.nanoTime();
      List<Process> senders = new ArrayList<>();
      for (int i = 0; i < associations; i++) {
        senders.add(sender(server.port(), image, IMAGES / associations));
      }
      for (Process sender : senders) {
        if (sender.waitFor() != 0) {
          throw new IOException("storescu failed against " + receiver);
        }
      }
      return IMAGES * 1e9 / (System.nanoTime() - start);
    } finally {
      delete(data);
    }
  }

  private static Process sender(int port, Path image, int count) throws IOException {
    return start(
        List.of(
            "storescu",
            "-R",
            "-xe",
            "--repeat",
            Integer.toString(count),
            "+II",
            "127.0.0.1",
            Integer.toString(port),
            image.toString()));
  }

  private static Receiver dcmtk(String command, Path data) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of("-od", data.toString(), Integer.toString(port)));
    Process process = start(line);
    Thread.sleep(300);
    return new Receiver(
        () -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          process.onExit().join();
        },
        port);
  }

  private static Receiver ours(Path data) throws Exception {
    OurServer server = OurServer.start(data);
    return new Receiver(server::close, server.dicomPort());
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private record Receiver(Runnable stop, int port) implements AutoCloseable {
    @Override
    public void close() {
      stop.run();
    }
  }
}
