/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.Duration;

/**
 * Counts and times. Names are lower-case words with underscores, no more than a few dozen for one
 * plugin; no patient's data in them. Safe for threads; returns at once.
 */
public interface Meter {
  /** Something happened once more. */
  default void count(String name) {
    count(name, 1);
  }

  /** Something happened so many times more. */
  void count(String name, long times);

  /** Something took this long. */
  void time(String name, Duration duration);
}
