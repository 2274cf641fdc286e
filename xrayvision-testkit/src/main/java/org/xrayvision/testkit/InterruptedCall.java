/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** What a call into a plugin does once its thread is interrupted. Stateless. */
final class InterruptedCall {
  private InterruptedCall() {}

  /** Asserts that it ends in time, whether it answers or fails. */
  static void ends(Runnable call, Duration limit) throws InterruptedException {
    Thread caller =
        new Thread(
            () -> {
              try {
                call.run();
              } catch (RuntimeException e) {
                // An answer or a failure are both an end.
              }
            },
            "contract-interrupted");
    caller.start();
    caller.interrupt();
    caller.join(limit.toMillis());
    assertThat(caller.isAlive()).as("whether the call goes on").isFalse();
  }
}
