/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.EngineLoad;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.server.logging.Logging;

@Timeout(120)
class EngineWatchTest {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;
  private final BlockingQueue<EngineStatus> states = new LinkedBlockingQueue<>();
  private EngineStatus last = trouble(null);
  private Optional<String> notice = Optional.empty();

  @Test
  void eachChangeOfAnEndpointIsToldOnce() throws IOException {
    List<String> lines =
        logged(
            state(Health.UNKNOWN, null),
            state(Health.UP, null),
            state(Health.UP, null),
            state(Health.DOWN, "refused"),
            state(Health.DOWN, "refused"),
            state(Health.DOWN, "401"),
            state(Health.UP, null));

    assertThat(lines)
        .satisfiesExactly(
            line -> assertThat(line).contains("INFO", "model m:1 answers (since 2026-01-02"),
            line -> assertThat(line).contains("WARN", "model m:1 cannot be used: refused"),
            line -> assertThat(line).contains("WARN", "model m:1 cannot be used: 401"),
            line -> assertThat(line).contains("WARN", "model m:1 answers"));
  }

  @Test
  void whyNothingIsReadIsToldOnceAndSoIsItsEnd() throws IOException {
    assertThat(logged(trouble(null), trouble("disk full"), trouble("disk full"), trouble(null)))
        .satisfiesExactly(
            line -> assertThat(line).contains("WARN").endsWith("readings wait: disk full"),
            line -> assertThat(line).contains("WARN").endsWith("readings go on"));
  }

  @Test
  void thatNothingIsTakenIsToldOnceWithTheFiguresAndSoIsItsEnd() throws IOException {
    assertThat(logged(disk(900_000_000), disk(312_000_000), disk(311_000_000), disk(700_000_000)))
        .satisfiesExactly(
            line -> assertThat(line).contains("WARN", "refused", "312 MB", "min_free_mb is 500"),
            line -> assertThat(line).contains("WARN", "taken again"));
  }

  @Test
  void whatIsToldDailyIsNotToldAtEachLook() throws IOException {
    notice = Optional.of("it expires");
    assertThat(logged(trouble(null), trouble(null), trouble(null)))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("WARN").endsWith("it expires"));
  }

  private static EngineStatus disk(long free) {
    return status(List.of(), null, free);
  }

  private List<String> logged(EngineStatus... sequence) throws IOException {
    states.addAll(List.of(sequence));
    Path log = folder.resolve("x.log");
    try (Logging logging = Logging.start("INFO", ZoneOffset.UTC)) {
      logging.toFile(log);
      EngineWatch watch = new EngineWatch(this::next, () -> notice, Duration.ofMillis(1));
      try (watch) {
        watch.start();
        while (!states.isEmpty()) {
          Thread.onSpinWait();
        }
      }
    }
    return Files.readAllLines(log);
  }

  private EngineStatus next() {
    EngineStatus next = states.poll();
    last = next == null ? last : next;
    return last;
  }

  private static EngineStatus state(Health health, @Nullable String cause) {
    return status(
        List.of(new EndpointStatus("m:1", health, true, cause, SINCE, false, null, null, 0)), null);
  }

  private static EngineStatus trouble(@Nullable String trouble) {
    return status(List.of(), trouble);
  }

  private static EngineStatus status(List<EndpointStatus> endpoints, @Nullable String trouble) {
    return status(endpoints, trouble, 900_000_000);
  }

  private static EngineStatus status(
      List<EndpointStatus> endpoints, @Nullable String trouble, long free) {
    return new EngineStatus(
        new QueueCounts(0, 0, 0, 0, 0, 0, null),
        new EngineLoad(0, Optional.empty(), free, 500_000_000),
        List.of(),
        endpoints,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        trouble,
        null,
        null,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0);
  }
}
