/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * C-STORE beside peers in one run. The same sender for all, {@code TCP_NODELAY=1} on both sides.
 * All receivers stay up; in each round each of them takes the images in its turn, and what it has
 * stored is deleted before the next one's. The first rounds warm up and are not counted.
 */
final class StoreBench {
  private static final int IMAGES = Integer.getInteger("images", 60);
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final int WARM_UP = Integer.getInteger("warmup", 6);
  private static final String WIRE = "storescp --fork --ignore";

  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    Path folder =
        Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "store-bench");
    List<Receiver> receivers = new ArrayList<>();
    try {
      Path image = folder.resolve("image.dcm");
      BenchImage.write(image);
      receivers.add(OurReceiver.durable(folder));
      receivers.add(OurReceiver.forcingNothing(folder));
      receivers.add(DcmtkReceiver.start(folder));
      receivers.add(DcmtkReceiver.start(folder, "--fork"));
      receivers.add(OrthancReceiver.start(folder));
      receivers.add(DcmtkReceiver.start(folder, "--fork", "--ignore"));
      for (int associations : new int[] {1, 4}) {
        measure(receivers, image, associations, new DiskBench(folder));
      }
      EchoBench.measure(receivers);
    } finally {
      for (Receiver receiver : receivers) {
        receiver.close();
      }
      Processes.deleteTree(folder);
    }
  }

  private static void measure(
      List<Receiver> receivers, Path image, int associations, DiskBench disk) throws Exception {
    Map<String, Sample> samples = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      List<Receiver> order = new ArrayList<>(receivers);
      Collections.rotate(order, round);
      for (Receiver receiver : order) {
        if (associations == 1 || receiver.isParallel()) {
          take(receiver, image, associations, round, samples);
        }
      }
      double written = disk.imagesPerSecond(Files.size(image), IMAGES, associations);
      sample(samples, DiskBench.NAME).note(round, written, 0);
    }
    print(samples, associations);
  }

  private static void take(
      Receiver receiver, Path image, int associations, int round, Map<String, Sample> samples)
      throws Exception {
    long cpu = receiver.cpuMillis();
    long start = System.nanoTime();
    List<Process> senders = new ArrayList<>();
    for (int i = 0; i < associations; i++) {
      senders.add(sender(receiver.port(), image, IMAGES / associations));
    }
    for (Process sender : senders) {
      if (sender.waitFor() != 0) {
        throw new IOException("storescu failed against " + receiver.name());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double used = (double) (receiver.cpuMillis() - cpu) / IMAGES;
    sample(samples, receiver.name()).note(round, IMAGES / seconds, used);
    receiver.settle();
  }

  private static Sample sample(Map<String, Sample> samples, String name) {
    return samples.computeIfAbsent(name, key -> new Sample());
  }

  private static Process sender(int port, Path image, int count) throws IOException {
    return Processes.start(
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

  private static void print(Map<String, Sample> samples, int associations) {
    System.out.printf(
        Locale.ROOT,
        "%nC-STORE, %d images of 10.2 MB, %d association(s), %d rounds after %d to warm up%n",
        IMAGES,
        associations,
        ROUNDS,
        WARM_UP);
    double ours = samples.get("xrayvision").rates().median();
    samples.forEach(
        (name, sample) ->
            System.out.printf(
                Locale.ROOT,
                "  %-26s %s  CPU %5.1f ms/image  ours to it %.2f%n",
                name,
                sample.rates(),
                sample.cpu(),
                ours / sample.rates().median()));
    double bound =
        Math.min(samples.get(WIRE).rates().median(), samples.get(DiskBench.NAME).rates().median());
    System.out.printf(
        Locale.ROOT, "  durable to the smaller of wire and disk: %.2f%n", ours / bound);
  }

  /** One receiver's rounds. */
  private static final class Sample {
    private final double[] rates = new double[ROUNDS];
    private final double[] cpu = new double[ROUNDS];

    void note(int round, double rate, double used) {
      if (round >= 0) {
        rates[round] = rate;
        cpu[round] = used;
      }
    }

    Timings rates() {
      return Timings.of(rates, "images/s");
    }

    double cpu() {
      return Timings.of(cpu, "ms").median();
    }
  }
}
