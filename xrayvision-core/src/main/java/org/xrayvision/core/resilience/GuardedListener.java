/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Clock;
import java.time.Duration;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.spi.ExamListener;

/**
 * A plugin that hears events, one at a time, each within a deadline: one that it takes too long for
 * is lost to it, and to nobody else. The next is told when the late call has ended or its thread is
 * given up as stuck; with two of those it hears nothing any more. Called by one thread.
 */
public final class GuardedListener extends Guard<ExamListener> implements ExamListener {
  /** What it may take for one event, where readings are given no less. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * Guards a listener.
   *
   * @param name what is shown of it
   * @param deadline that of readings
   */
  public GuardedListener(String name, Member<ExamListener> member, Duration deadline, Clock clock) {
    super(
        "listener",
        name,
        member,
        MOST_STUCK + 1,
        deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST,
        clock);
  }

  @Override
  public void onEvent(ExamEvent event) {
    if (isSwitchedOff()) {
      return;
    }
    try {
      boolean unused =
          ask(
              listener -> {
                listener.onEvent(event);
                return true;
              });
    } catch (CallAbandonedException e) {
      // The engine closes.
    }
  }

  @Override
  void late() {
    try {
      awaitLate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    int stuck = stuck();
    if (stuck >= MOST_STUCK) {
      switchOff(
          stuck
              + " of its threads are stuck: it is switched off and hears nothing;"
              + " mend the plugin, and restart");
    }
  }
}
