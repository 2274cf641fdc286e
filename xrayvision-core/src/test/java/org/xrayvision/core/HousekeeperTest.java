/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HousekeeperTest {
  @Test
  void aChoreThatThrowsKeepsNoOtherFromBeingDone() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Housekeeper housekeeper =
        new Housekeeper(
            () -> {
              throw new StackOverflowError();
            },
            () -> {
              throw new IllegalStateException();
            },
            done::countDown);
    housekeeper.start();

    done.await();

    housekeeper.stop();
    housekeeper.join(System.nanoTime());
  }
}
