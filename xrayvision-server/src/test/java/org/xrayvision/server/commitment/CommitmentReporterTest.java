/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.Verification;
import org.xrayvision.server.auth.HandClock;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.commitment.Commitment.Reference;
import org.xrayvision.server.commitment.CommitmentQueue.Waiting;
import org.xrayvision.server.config.CommitmentAddress;

/** What becomes of commitments whose requestor cannot be reached. */
@Timeout(60)
class CommitmentReporterTest {
  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private ServerDatabase database;
  private CommitmentQueue queue;

  @BeforeEach
  void open() {
    database = ServerDatabase.open(folder.resolve("server.db"));
    queue = new CommitmentQueue(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Commitment commitment(String transaction) {
    return new Commitment("MODALITY", transaction, List.of(new Reference("1.2", "1.3")));
  }

  private CommitmentReporter reporter(Map<String, CommitmentAddress> addresses) {
    return new CommitmentReporter(
        queue, (sopClass, instance) -> Verification.KEPT, "XRAYVISION", addresses, clock);
  }

  /** Nobody listens there. */
  private static CommitmentAddress nowhere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new CommitmentAddress(
          InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort()), null);
    }
  }

  private void add(String transaction) {
    assertThat(queue.add(commitment(transaction), clock.instant(), clock.instant())).isPresent();
  }

  /** Waits until the one that waits is not due now, and returns how long it is to wait. */
  private Duration awaitPostponed(int attempts) throws InterruptedException {
    while (true) {
      Instant now = clock.instant();
      Optional<Waiting> due = queue.due(now.plus(Duration.ofDays(1)));
      if (queue.due(now).isEmpty() && due.isPresent() && due.get().attempts() == attempts) {
        return notBefore().map(at -> Duration.between(now, at)).orElseThrow();
      }
      Thread.sleep(5);
    }
  }

  private Optional<Instant> notBefore() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT not_before FROM commitments")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  @Test
  void aRequestorThatIsDownIsTriedEverMoreRarely() throws Exception {
    try (CommitmentReporter reporter = reporter(Map.of("MODALITY", nowhere()))) {
      add("1.2.3");
      reporter.start();
      List<Long> waits = new ArrayList<>();
      for (int attempt = 1; attempt <= 10; attempt++) {
        Duration wait = awaitPostponed(attempt);
        waits.add(wait.toSeconds());
        clock.advance(wait);
        reporter.wake();
      }

      assertThat(waits).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1800L, 1800L);
    }
  }

  @Test
  void afterThreeDaysItIsGivenUp() throws Exception {
    try (CommitmentReporter reporter = reporter(Map.of())) {
      add("1.2.3");
      reporter.start();
      awaitPostponed(1);

      clock.advance(Duration.ofDays(3).plusSeconds(1));
      reporter.wake();

      while (queue.size() > 0) {
        Thread.sleep(5);
      }
    }
  }

  @Test
  void theSameTransactionAskedForAgainTakesThePlaceOfTheFirst() {
    add("1.2.3");
    Commitment other = new Commitment("MODALITY", "1.2.3", List.of(new Reference("1.2", "1.4")));
    queue.add(other, clock.instant(), clock.instant());
    add("1.2.4");

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.due(clock.instant()).orElseThrow().commitment()).isEqualTo(other);
  }

  @Test
  void whatIsHeldIsNotDueUntilTheNextStart() {
    queue.add(commitment("1.2.3"), clock.instant(), clock.instant().plusSeconds(300));
    assertThat(queue.due(clock.instant())).isEmpty();

    queue.open(clock.instant());

    assertThat(queue.due(clock.instant())).isPresent();
  }

  @Test
  void tooManyThatWaitAreRefused() {
    database.write(
        handle ->
            handle.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                    + " INSERT INTO commitments (ae_title, transaction_uid, objects, asked,"
                    + " not_before) SELECT 'X', i, '1.2 1.3', 0, 0 FROM n"));

    assertThat(queue.add(commitment("1.2.3"), clock.instant(), clock.instant())).isEmpty();
  }
}
