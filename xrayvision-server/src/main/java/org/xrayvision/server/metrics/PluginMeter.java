/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.xrayvision.spi.Meter;

/**
 * One plugin's meter. Its names become values of a label, which is for everybody to see: what is no
 * word, or holds a number as long as a date, and what is beyond a few dozen names, is counted as
 * dropped. Safe for threads.
 */
final class PluginMeter implements Meter {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{4}");
  private static final int MOST_NAMES = 50;
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(60),
    Duration.ofSeconds(300)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter dropped;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  PluginMeter(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    this.dropped =
        Counter.builder("xrayvision.plugin.meter.dropped")
            .description("What a plugin counted under names that are none")
            .tags(tags)
            .register(registry);
    // There from the first, so that a rate of them can be asked for before anything fails.
    List.of("calls", "failures", "outages").forEach(name -> count(name, 0));
  }

  @Override
  public void count(String name, long times) {
    with(counters, name, counter -> counter.increment((double) Math.max(0, times)), this::counter);
  }

  @Override
  public void time(String name, Duration duration) {
    with(timers, name, timer -> timer.record(duration), this::timer);
  }

  private <T> void with(
      Map<String, T> known, String name, Consumer<T> use, Function<String, T> maker) {
    T meter = known.get(name);
    if (meter == null && isName(name) && known.size() < MOST_NAMES) {
      meter = known.computeIfAbsent(name, maker);
    }
    if (meter == null) {
      dropped.increment();
    } else {
      use.accept(meter);
    }
  }

  private static boolean isName(String name) {
    return NAME.matcher(name).matches() && !LONG_NUMBER.matcher(name).find();
  }

  private Counter counter(String name) {
    return Counter.builder("xrayvision.plugin.events")
        .description("What plugins count; of each the engine counts calls, failures and outages")
        .tags(tags)
        .tag("event", name)
        .register(registry);
  }

  private Timer timer(String name) {
    return Timer.builder("xrayvision.plugin.time")
        .description("What plugins time; of each the engine times the latency of its calls")
        .tags(tags)
        .tag("event", name)
        .serviceLevelObjectives(LATENCIES)
        .register(registry);
  }
}
