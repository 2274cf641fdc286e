/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.XRayVisionException;

/** When the nightly work is done, and what is known of it afterwards. */
@Timeout(120)
final class MaintenanceTest {
  private static final ZoneId BUCHAREST = ZoneId.of("Europe/Bucharest");

  @TempDir private Path folder;
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final List<Maintenance> open = new ArrayList<>();

  @AfterEach
  void end() {
    open.forEach(Maintenance::close);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("xrv-maintenance"));
  }

  private Maintenance at(Instant now, ZoneId zone, Maintenance.Task... tasks) {
    Maintenance made =
        new Maintenance(
            3,
            zone,
            Clock.fixed(now, ZoneOffset.UTC),
            List.of(tasks),
            new RunFile(folder.resolve("maintenance.json")));
    open.add(made);
    return made;
  }

  private Maintenance.Task task(String name) {
    return new Maintenance.Task(
        name,
        () -> {
          done.add(name);
          return "did " + name;
        });
  }

  private static void await(Maintenance maintenance) throws InterruptedException {
    while (maintenance.isRunning()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static Instant next(Maintenance maintenance) {
    maintenance.start();
    return maintenance.next().orElseThrow();
  }

  @Test
  void itIsDoneAtTheHourOfTheSite() {
    assertThat(next(at(Instant.parse("2025-07-01T08:00:00Z"), BUCHAREST)))
        .isEqualTo(Instant.parse("2025-07-02T00:00:00Z"));
    assertThat(next(at(Instant.parse("2025-01-01T00:59:59Z"), BUCHAREST)))
        .isEqualTo(Instant.parse("2025-01-01T01:00:00Z"));
  }

  @Test
  void aDayThatLeavesTheHourOutHasItAnHourLaterAndOneThatHasItTwiceOnce() {
    assertThat(next(at(Instant.parse("2025-03-29T12:00:00Z"), BUCHAREST)))
        .as("from 03:00 the clocks go to 04:00")
        .isEqualTo(Instant.parse("2025-03-30T01:00:00Z"));
    assertThat(next(at(Instant.parse("2025-10-25T12:00:00Z"), BUCHAREST)))
        .as("03:00 comes twice")
        .isEqualTo(Instant.parse("2025-10-26T00:00:00Z"));
    assertThat(next(at(Instant.parse("2025-10-26T00:30:00Z"), BUCHAREST)))
        .isEqualTo(Instant.parse("2025-10-27T01:00:00Z"));
  }

  @Test
  void allStepsHaveTheirTurnAlsoAfterOneThatFails() throws Exception {
    Maintenance maintenance =
        at(
            Instant.parse("2025-07-01T08:00:00Z"),
            BUCHAREST,
            new Maintenance.Task(
                "backup",
                () -> {
                  throw new XRayVisionException("the disk is full: make room");
                }),
            new Maintenance.Task(
                "purge",
                () -> {
                  throw new IllegalStateException("Popescu Ion");
                }),
            task("orphans"));
    maintenance.start();

    assertThat(maintenance.runNow()).isTrue();

    assertThat(done.poll(60, TimeUnit.SECONDS)).isEqualTo("orphans");
    await(maintenance);
    assertThat(maintenance.failed()).containsExactly("backup", "purge");
    List<MaintenanceRun.Step> steps = maintenance.last().orElseThrow().steps();
    assertThat(steps.get(0).message()).isEqualTo("the disk is full: make room");
    assertThat(steps.get(1).message())
        .as("a stranger's message may name anybody")
        .contains("IllegalStateException")
        .doesNotContain("Popescu");
    assertThat(steps.get(2).message()).isEqualTo("did orphans");
  }

  @Test
  void aRestartForgetsNeitherWhatFailedNorADayThatWasMissed() throws Exception {
    Maintenance first =
        at(
            Instant.parse("2025-07-01T00:00:00Z"),
            BUCHAREST,
            new Maintenance.Task(
                "backup",
                () -> {
                  throw new XRayVisionException("no");
                }));
    first.start();
    assertThat(first.runNow()).isTrue();
    await(first);
    first.close();

    Instant soon = Instant.parse("2025-07-01T05:00:00Z");
    Maintenance sameDay = at(soon, BUCHAREST);
    assertThat(sameDay.failed()).containsExactly("backup");
    assertThat(next(sameDay)).isEqualTo(Instant.parse("2025-07-02T00:00:00Z"));

    Instant later = Instant.parse("2025-07-02T09:00:00Z");
    assertThat(next(at(later, BUCHAREST)))
        .as("made up for soon after the start")
        .isEqualTo(later.plus(Duration.ofMinutes(10)));
  }

  @Test
  void itIsDoneOnceAtATimeAndClosingWaitsForNobodyForLong() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Maintenance maintenance =
        at(
            Instant.parse("2025-07-01T08:00:00Z"),
            BUCHAREST,
            new Maintenance.Task(
                "analyze",
                () -> {
                  begun.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return "ended early";
                }));
    maintenance.start();
    assertThat(maintenance.runNow()).isTrue();
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    assertThat(maintenance.runNow()).isFalse();
    maintenance.close();

    assertThat(maintenance.runNow()).isFalse();
    assertThat(maintenance.last()).as("what was not finished is not told").isEmpty();
  }

  @Test
  void aFileThatIsNoneIsForgotten() throws Exception {
    Files.writeString(folder.resolve("maintenance.json"), "{\"started\": \"yesterday\"}");

    assertThat(at(Instant.parse("2025-07-01T08:00:00Z"), BUCHAREST).last()).isEmpty();
  }
}
