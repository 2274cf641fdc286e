/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PacedStreamTest {
  private static final int KB = 1024;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private Duration perPart = Duration.ZERO;
  private final PacedStream stream =
      new PacedStream(new Peer(), new RateFloor(KB, Duration.ofSeconds(30)), now::get);

  /** Takes each part in its own time. */
  private final class Peer extends OutputStream {
    @Override
    public void write(int one) {
      throw new AssertionError("one byte at a time");
    }

    @Override
    public void write(byte[] data, int from, int length) {
      now.addAndGet(perPart.toNanos());
    }
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void whatTheMakingTakesIsNotHisFault() throws IOException {
    for (int i = 0; i < 100; i++) {
      stream.write(1);
      pass(100);
      assertThat(stream.isTooSlow()).isFalse();
    }
  }

  @Test
  void whoWasFastOnceMayNotBeSlowForEverAfter() throws IOException {
    stream.write(new byte[10_000 * KB]);
    perPart = Duration.ofSeconds(10);

    stream.write(new byte[24 * KB]);
    assertThat(stream.isTooSlow()).as("the window with the fast part").isFalse();
    stream.write(new byte[16 * KB]);
    assertThat(stream.isTooSlow()).as("a window that is not over").isFalse();
    stream.write(new byte[8 * KB]);
    assertThat(stream.isTooSlow()).isTrue();
  }

  @Test
  void whoKeepsToTheRateIsNotCutOff() throws IOException {
    perPart = Duration.ofSeconds(7);
    for (int i = 0; i < 50; i++) {
      stream.write(new byte[8 * KB]);
      assertThat(stream.isTooSlow()).isFalse();
    }
  }
}
