/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.AnalysisResult;
import org.xrayvision.core.DecodedPicture;
import org.xrayvision.core.ExamMetadata;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.server.logging.Logging;

/**
 * A house full of dashboards and scripts, and one dashboard that has stopped to read, while exams
 * come and are read.
 */
@Timeout(400)
final class LiveCrowdIT {
  private static final int EARS = 500;
  private static final int ASKERS = 50;
  private static final int ONE_BY_ONE = 15;
  private static final int AT_ONCE = 15;
  private static final long ASKING_PAUSE_MILLIS = 400;

  /** Hundreds of times what it takes, and far less than a client that does not read may hold. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** What 500 clients would hold if each kept what it was told is several times as much. */
  private static final long MOST_BYTES = 64L << 20;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private Logging logging;
  private Path log;
  private TestServer server;

  @BeforeEach
  void start() {
    log = folder.resolve("server.log");
    logging = Logging.start("INFO", ZoneOffset.UTC);
    logging.toFile(log);
    server = new TestServer(folder.resolve("data"));
    server.engine.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    threads.shutdownNow();
    server.close();
    logging.close();
  }

  @Test
  void everyDashboardHearsEverythingInOrderWhileOneStopsToRead() throws Exception {
    String cookie = server.logIn("user");
    try (LiveEars ears = LiveEars.join(server, cookie, EARS);
        Socket deaf = deaf(cookie)) {
      await(() -> server.server.hub().clients() == EARS + 1);
      await(() -> ears.haveHeard(server.engine.lastSeq()));
      final long before = heap();
      final long first = server.engine.lastSeq();
      List<Future<Long>> askers = ask(cookie);

      for (int i = 0; i < ONE_BY_ONE; i++) {
        read();
      }
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        senders.add(threads.submit(this::read));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
      final long last = server.engine.lastSeq();
      await(() -> ears.haveHeard(last));
      over.countDown();

      assertThat(last - first).as("events").isGreaterThanOrEqualTo(4L * (ONE_BY_ONE + AT_ONCE));
      assertThat(ears.complaints()).isEmpty();
      assertThat(ears.longestDelay()).isLessThan(LONGEST);
      for (Future<Long> asker : askers) {
        assertThat(asker.get()).as("the longest answer in milliseconds").isLessThan(10_000);
      }
      assertThat(heap() - before).as("bytes that are kept of it").isLessThan(MOST_BYTES);
      await(() -> server.server.hub().clients() >= EARS); // who was cut off comes back
      assertThat(server.server.hub().clients()).isBetween(EARS, EARS + 1);
      assertThat(deaf.getInputStream().available()).as("unread").isPositive();
    }
    assertThat(Files.readString(log)).doesNotContain(" ERROR ", "Cannot tell");
  }

  /** One exam comes and is read. */
  private Void read() throws InterruptedException {
    AnalysisResult result =
        server.engine.analyze(
            picture(),
            ExamMetadata.builder(UIDs.newUid(), "DX").protocolName("Torace PA").build(),
            Duration.ofMinutes(1));
    assertThat(result.outcome()).isEqualTo(AnalysisResult.Outcome.DONE);
    return null;
  }

  private static DecodedPicture picture() {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 251);
    }
    return DecodedPicture.of8Bit(pixels, 64, 64);
  }

  /** Scripts that ask for the list again and again; each tells how long it waited at most. */
  private List<Future<Long>> ask(String cookie) {
    List<Future<Long>> askers = new ArrayList<>();
    for (int i = 0; i < ASKERS; i++) {
      askers.add(
          threads.submit(
              () -> {
                long longest = 0;
                do {
                  long begun = System.nanoTime();
                  assertThat(server.browser(cookie).fetch("/api/exams").status()).isEqualTo(200);
                  longest = Math.max(longest, System.nanoTime() - begun);
                } while (!over.await(ASKING_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
                return TimeUnit.NANOSECONDS.toMillis(longest);
              }));
    }
    return askers;
  }

  /** A client that says hello and reads nothing. */
  private Socket deaf(String cookie) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("localhost", server.server.port()));
    String request =
        """
        GET /ws HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Cookie: %s
        Origin: %s

        """
            .formatted(server.host(), cookie, server.origin())
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** What is in use of the heap when all is swept out. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited two minutes").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
