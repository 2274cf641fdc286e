/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/**
 * kill -9 during a storm of stores and analyses, twenty times: no acknowledged instance is missing,
 * none is double, all are done soon after the last restart. A sender that saw no answer sends
 * again, as a PACS does.
 */
final class KillIT {
  private static final int KILLS = 20;
  private static final int SENDERS = 3;

  @TempDir private Path temp;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private final ConcurrentLinkedQueue<SmallImages.Instance> again = new ConcurrentLinkedQueue<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private volatile boolean storm;

  @Test
  void nothingAcknowledgedIsLostOrDoubledAndAllAreReadInTheEnd() throws Exception {
    Path data = temp.resolve("data");
    SmallImages images = new SmallImages();
    Random random = new Random(20);
    try (VisionModelSimulator model = new VisionModelSimulator(0, Duration.ofMillis(20))) {
      Map<String, String> environment =
          Map.of("XRAYVISION_OPENAI_URL_PRIMARY", model.endpoint().toString());
      for (int round = 0; round < KILLS || isTooCalm(data, round); round++) {
        ServerProcess server = start(data, environment);
        List<Thread> senders = senders(server, images);
        Thread.sleep(300 + random.nextInt(900));
        server.kill();
        storm = false;
        for (Thread sender : senders) {
          sender.join();
        }
      }
      assertThat(statuses(data)).as("analysed in the storm").containsKey("done");
      try (ServerProcess server = start(data, environment)) {
        sendAgain(server);
        awaitAllDone(data);
        assertThat(acknowledged.size()).isGreaterThan(KILLS);
        assertThat(uids(data)).containsAll(acknowledged).isSubsetOf(sent).doesNotHaveDuplicates();
        assertThat(leftovers(data)).isEmpty();
      }
    }
  }

  /** On a slow machine a storm may be over before anything has come of it: then there are more. */
  private boolean isTooCalm(Path data, int rounds) throws SQLException {
    return rounds < 5 * KILLS
        && (acknowledged.size() <= KILLS || !statuses(data).containsKey("done"));
  }

  private static ServerProcess start(Path data, Map<String, String> environment)
      throws IOException {
    return ServerProcess.start(List.of(), environment, data, "--keep-dicom");
  }

  private List<Thread> senders(ServerProcess server, SmallImages images) {
    storm = true;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread thread = new Thread(() -> sendUntilKilled(server, images), "storm-" + i);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private void sendUntilKilled(ServerProcess server, SmallImages images) {
    SmallImages.Instance instance = null;
    try (Association association = Association.open(requestor(server))) {
      while (storm) {
        instance = again.poll();
        if (instance == null) {
          // Large ones are written in pieces, so that kills come between these too.
          instance = made.incrementAndGet() % 16 == 0 ? images.large() : images.next();
        }
        send(association, instance);
        // Without a pause pictures would stand back for the whole storm, and nothing be analysed.
        pause();
      }
      instance = null;
      association.release();
    } catch (IOException e) {
      // Killed under us: what was not answered is sent again.
      if (instance != null) {
        again.add(instance);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(20, 320));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAgain(ServerProcess server) throws IOException {
    try (Association association = Association.open(requestor(server))) {
      for (SmallImages.Instance instance = again.poll();
          instance != null;
          instance = again.poll()) {
        send(association, instance);
      }
      association.release();
    }
  }

  private void send(Association association, SmallImages.Instance instance) throws IOException {
    sent.add(instance.uid());
    boolean stored =
        association
            .store(
                SOPClass.ComputedRadiographyImageStorage,
                instance.uid(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                new ByteArrayInputStream(instance.dataSet()))
            .isSuccess();
    assertThat(stored).isTrue();
    acknowledged.add(instance.uid());
  }

  private static RequestorOptions requestor(ServerProcess server) {
    return RequestorOptions.builder()
        .callingAETitle("STORM")
        .calledAETitle(server.calledAETitle())
        .host("127.0.0.1")
        .port(server.dicomPort())
        .contexts(
            List.of(
                ProposedContext.of(
                    SOPClass.ComputedRadiographyImageStorage,
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())))
        .build();
  }

  private static void awaitAllDone(Path data) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!statuses(data).keySet().equals(Set.of("done")) && System.nanoTime() < end) {
      Thread.sleep(250);
    }
    assertThat(statuses(data)).containsOnlyKeys("done");
  }

  private static Map<String, Long> statuses(Path data) throws SQLException {
    Map<String, Long> result = new HashMap<>();
    query(
        data,
        "SELECT status, count(*) FROM exams GROUP BY status",
        row -> result.put(row.getString(1), row.getLong(2)));
    return result;
  }

  private static List<String> uids(Path data) throws SQLException {
    List<String> result = new ArrayList<>();
    query(data, "SELECT uid FROM exams", row -> result.add(row.getString(1)));
    return result;
  }

  private static void query(Path data, String sql, RowReader reader) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("xrayvision.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  /** Half-written objects, and second copies of an instance. */
  private static List<Path> leftovers(Path data) throws IOException {
    List<Path> result = new ArrayList<>();
    try (Stream<Path> incoming = Files.list(data.resolve("incoming"));
        Stream<Path> images = Files.list(data.resolve("images"))) {
      incoming.forEach(result::add);
      images
          .filter(path -> path.getFileName().toString().matches(".*\\.\\d{1,3}\\.dcm"))
          .filter(path -> !path.getFileName().toString().matches("2\\.25\\.\\d{20,}\\.dcm"))
          .forEach(result::add);
    }
    return result;
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }
}
