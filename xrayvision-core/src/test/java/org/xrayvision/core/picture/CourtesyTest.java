/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CourtesyTest {
  private final AtomicBoolean arriving = new AtomicBoolean();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Courtesy courtesy = new Courtesy(arriving::get, now::get);

  @Test
  void aPictureBeginsWhereNothingArrives() {
    assertThat(courtesy.mayBegin()).isTrue();
  }

  @Test
  void aPictureWaitsWhileObjectsArriveUntilPatienceEnds() {
    arriving.set(true);
    assertThat(courtesy.mayBegin()).isFalse();
    now.addAndGet(Courtesy.PATIENCE.toNanos() - 1);
    assertThat(courtesy.mayBegin()).isFalse();
    now.addAndGet(1);
    assertThat(courtesy.mayBegin()).isTrue();
    assertThat(courtesy.mayBegin()).as("and from then on").isTrue();
  }

  @Test
  void patienceBeginsAnewAfterAPause() {
    arriving.set(true);
    assertThat(courtesy.mayBegin()).isFalse();
    now.addAndGet(Courtesy.PATIENCE.toNanos());
    arriving.set(false);
    assertThat(courtesy.mayBegin()).isTrue();

    arriving.set(true);

    assertThat(courtesy.mayBegin()).isFalse();
  }
}
