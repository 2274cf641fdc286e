/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.DatabaseStatus;
import org.xrayvision.core.EngineLoad;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.XRayVision;

/**
 * What one scrape sees of an engine: the same moment in all its lines, and one look at the database
 * for all of them. Safe for threads.
 */
final class EngineView {
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** One look. */
  record Look(EngineStatus status, List<PluginStatus> plugins, DatabaseStatus database) {
    EngineLoad load() {
      return status.load();
    }
  }

  private final XRayVision engine;
  private @Nullable Look last;
  private long lastTry = System.nanoTime() - 2 * FRESH_NANOS;

  EngineView(XRayVision engine) {
    this.engine = engine;
  }

  /** A number of the latest look; not a number where the engine cannot be looked at. */
  double number(ToDoubleFunction<Look> of) {
    Look look = look();
    return look == null ? Double.NaN : of.applyAsDouble(look);
  }

  private synchronized @Nullable Look look() {
    long now = System.nanoTime();
    if (now - lastTry > FRESH_NANOS) {
      lastTry = now;
      try {
        last = new Look(engine.status(), engine.plugins(), engine.operations().database());
      } catch (XRayVisionException e) {
        // Others say what is wrong with the database; here its numbers are missing.
        last = null;
      }
    }
    return last;
  }
}
