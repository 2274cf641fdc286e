/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;

/**
 * Hears how long the parts of an engine's work took, also where they failed; see {@link
 * XRayVisionBuilder#stageMeter}. Called on the thread that did it: safe for threads, returns at
 * once.
 */
@FunctionalInterface
public interface StageMeter {
  /** Something took this long. */
  void took(EngineStage stage, Duration duration);

  /** Something that began at this moment of {@link System#nanoTime} has ended now. */
  default void since(EngineStage stage, long begun) {
    took(stage, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** One that does not listen. */
  static StageMeter none() {
    return (stage, duration) -> {};
  }
}
