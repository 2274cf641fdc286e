/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.simulator.vision.VisionModelSimulator;
import org.xrayvision.spi.VisionAnswer;

/**
 * Two engines with different configurations side by side, from start to end, a hundred times in a
 * row: nothing of them stays in the JVM.
 */
@Timeout(600)
class EngineLifeIT {
  private static final int ROUNDS = 100;
  private static final int SETTLED = 20;

  /** What the used heap may differ by without anything being kept for each round. */
  private static final long LEVEL = 8L << 20;

  /** How long the selector of a client that was collected may stay on JDK 17, with its sockets. */
  private static final Duration COLLECTION = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private VisionModelSimulator endpoint;

  @BeforeEach
  void listen() throws IOException {
    endpoint = new VisionModelSimulator(0, Duration.ZERO);
  }

  @AfterEach
  void hangUp() {
    endpoint.close();
  }

  private XRayVisionBuilder engine(String name, String modality, boolean keepDicom, int threads) {
    IngestOptions site = IngestOptions.defaults();
    return XRayVision.builder()
        .dataDirectory(folder.resolve(name))
        .ingestOptions(
            new IngestOptions(
                site.sopClasses(),
                Set.of(modality),
                site.fallbackCharacterSet(),
                site.timeZone(),
                keepDicom,
                0,
                0,
                site.sources()))
        .pictureThreads(threads);
  }

  /** One with a model of the program's own, and one with a plugin that holds connections. */
  private XRayVision one() {
    return engine("one", "CR", true, 1)
        .visionModel(request -> VisionAnswer.of("IMPRESSION:\nRead by one."))
        .build();
  }

  private XRayVision other() {
    PluginUse openai =
        PluginUse.of("openai")
            .with("url", endpoint.endpoint().toString())
            .with("model", VisionModelSimulator.MODEL);
    return engine("other", "DX", false, 2).visionModel(openai).reportReader(openai).build();
  }

  private static ExamMetadata chest(String modality) {
    return ExamMetadata.builder(UIDs.newUid(), modality)
        .protocolName("Torace PA")
        .patientId("P-1")
        .build();
  }

  private static DecodedPicture picture(int round) {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * round);
    }
    return DecodedPicture.of8Bit(pixels, 64, 64);
  }

  @Test
  void nothingIsLeftAfterAHundredLives() throws Exception {
    round(1);
    // Threads and files that the JDK keeps for good after their first use.
    Set<Thread> threads = threads();
    Set<String> files = openFiles();
    long settled = 0;
    for (int i = 2; i <= ROUNDS; i++) {
      round(i);
      if (i == SETTLED) {
        settled = usedHeap();
      }
    }
    assertThat(usedHeap() - settled).as("bytes kept by eighty rounds").isLessThan(LEVEL);
    awaitCollection(threads, files);
    assertThat(threads()).isSubsetOf(threads);
    assertThat(openFiles()).isSubsetOf(files);
  }

  /** Of the HTTP clients, which nobody can close on JDK 17. */
  private static void awaitCollection(Set<Thread> threads, Set<String> files) throws Exception {
    long end = System.nanoTime() + COLLECTION.toNanos();
    while (System.nanoTime() < end
        && !(threads.containsAll(threads()) && files.containsAll(openFiles()))) {
      System.gc();
      Thread.sleep(100);
    }
  }

  private void round(int round) throws Exception {
    ExamMetadata cr = chest("CR");
    ExamMetadata dx = chest("DX");
    try (XRayVision one = one();
        XRayVision other = other()) {
      Subscription unused = one.subscribe(event -> {});
      one.start();
      other.start();
      assertThat(one.ingest(picture(round), dx).outcome())
          .isEqualTo(Outcome.SOP_CLASS_NOT_SUPPORTED);
      assertThat(other.ingest(picture(round), cr).outcome())
          .isEqualTo(Outcome.SOP_CLASS_NOT_SUPPORTED);
      assertThat(report(one.analyze(picture(round), cr, Duration.ofMinutes(1)))).contains("by one");
      assertThat(report(other.analyze(picture(round), dx, Duration.ofMinutes(1))))
          .doesNotContain("by one");
      assertThat(endpoint.readings()).isEqualTo(round);
      assertThat(dicom("one", cr)).exists();
      assertThat(one.exam(dx.sopInstanceUid())).isEmpty();
    }
    awaitNoneOfOurThreads(); // a pool has ended a moment before its last thread has
    assertThat(ourThreads()).as("after round " + round).isEmpty();
    assertThat(openFiles()).noneMatch(file -> file.startsWith(folder.toString()));
  }

  private Path dicom(String engine, ExamMetadata exam) {
    return folder.resolve(engine).resolve("images").resolve(exam.sopInstanceUid() + ".dcm");
  }

  private static String report(AnalysisResult result) {
    assertThat(result.outcome()).as(result.reason()).isEqualTo(AnalysisResult.Outcome.DONE);
    return result.exam().exam().aiReport().text();
  }

  private static Set<Thread> threads() {
    Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
    all.removeIf(thread -> thread.getName().startsWith("xrv-sim-"));
    return all;
  }

  private static void awaitNoneOfOurThreads() throws InterruptedException {
    long end = System.nanoTime() + COLLECTION.toNanos();
    while (System.nanoTime() < end && !ourThreads().isEmpty()) {
      Thread.sleep(5);
    }
  }

  private static List<String> ourThreads() {
    return threads().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("xrv-") || name.contains("Hikari"))
        .toList();
  }

  /** Files, sockets and pipes, by what the descriptors of this process point to. */
  private static Set<String> openFiles() throws IOException {
    Path self = Path.of("/proc/self/fd");
    if (!Files.isDirectory(self)) {
      return Set.of();
    }
    Set<String> open = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(self)) {
      for (Path descriptor : descriptors.collect(Collectors.toList())) {
        try {
          open.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
          // The descriptor of the listing itself.
        }
      }
    }
    open.removeIf(target -> target.startsWith("/proc/"));
    return open;
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      // References are cleared by the collection, and let go by threads of the JVM's own.
      Thread.sleep(100);
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      least = Math.min(least, used);
    }
    return least;
  }
}
