/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.xrayvision.core.EngineStage;
import org.xrayvision.core.StageMeter;

/** Times an engine's stages, and its database's. Safe for threads. */
final class StageMetrics implements StageMeter {
  private final Map<EngineStage, Timer> timers = new EnumMap<>(EngineStage.class);

  StageMetrics(MeterRegistry registry) {
    for (EngineStage stage : EngineStage.values()) {
      timers.put(
          stage,
          switch (stage) {
            case RECEIVE -> stage(registry, "receive");
            case STORE -> stage(registry, "store");
            case PICTURE -> stage(registry, "picture");
            case QUEUE -> stage(registry, "queue");
            case READING -> stage(registry, "reading");
            case TURNAROUND -> stage(registry, "turnaround");
            case WRITE_TURN -> database(registry, "write_turn");
            case WRITE_LOCK -> database(registry, "write_lock");
            case TRANSACTION -> database(registry, "transaction");
            case COMMIT -> database(registry, "commit");
            case READ_CONNECTION -> database(registry, "read_connection");
            case READ -> database(registry, "read");
          });
    }
  }

  private static Timer stage(MeterRegistry registry, String name) {
    return Timer.builder("xrayvision.stage")
        .description("What an exam takes in each stage; turnaround is all of them")
        .tag("stage", name)
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1))
        .register(registry);
  }

  private static Timer database(MeterRegistry registry, String step) {
    return Timer.builder("xrayvision.database")
        .description("What reads and writes of the exams' database take, and wait for")
        .tag("step", step)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10))
        .register(registry);
  }

  @Override
  public void took(EngineStage stage, Duration duration) {
    Timer timer = timers.get(stage);
    if (timer != null) {
      timer.record(duration);
    }
  }
}
