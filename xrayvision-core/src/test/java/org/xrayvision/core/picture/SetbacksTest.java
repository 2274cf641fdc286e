/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SetbacksTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Setbacks setbacks =
      new Setbacks(Duration.ofSeconds(1), Duration.ofMinutes(1), now::get);

  /** How many seconds pass until the exam may be tried. */
  private long seconds(String uid) {
    long seconds = 0;
    while (!setbacks.isDue(uid)) {
      now.addAndGet(SECOND);
      seconds++;
    }
    return seconds;
  }

  @Test
  void eachSetbackDoublesTheWaitUpToAMinute() {
    for (int expected : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      setbacks.failed("1.2", "a reason");
      assertThat(seconds("1.2")).isEqualTo(expected);
    }
    for (int i = 0; i < 100; i++) {
      setbacks.failed("1.2", "a reason");
    }
    assertThat(seconds("1.2")).isEqualTo(60);
  }

  @Test
  void whatIsPostponedWaitsTheShortestTimeHoweverOften() {
    for (int i = 0; i < 10; i++) {
      setbacks.postponed("1.2", "busy");
      assertThat(seconds("1.2")).isEqualTo(1);
    }
  }

  @Test
  void onlyUnreadFilesAreCountedAsUnread() {
    setbacks.failed("1.2", "disk full");
    setbacks.postponed("1.2", "busy");

    assertThat(setbacks.unread("1.2", "I/O error")).isEqualTo(1);
    assertThat(setbacks.unread("1.2", "I/O error")).isEqualTo(2);
    setbacks.forget("1.2");
    assertThat(setbacks.unread("1.2", "I/O error")).isEqualTo(1);
  }

  @Test
  void anotherExamDoesNotWait() {
    setbacks.failed("1.2", "a reason");

    assertThat(setbacks.isDue("1.3")).isTrue();
    assertThat(setbacks.nanosToNext(10 * SECOND)).isEqualTo(SECOND);
    assertThat(setbacks.nanosToNext(5)).isEqualTo(5);
  }

  @Test
  void whatWaitsNoLongerIsForgottenAndNoTroubleAnyMore() {
    setbacks.failed("1.2", "a reason");
    setbacks.failed("1.3", "a reason");
    assertThat(setbacks.trouble()).hasValueSatisfying(text -> assertThat(text).contains("2", "a"));

    setbacks.retain(List.of("1.3", "1.4"));
    assertThat(setbacks.size()).isEqualTo(1);
    setbacks.retain(List.of());

    assertThat(setbacks.trouble()).isEmpty();
  }

  @Test
  void aReadingAfterTheFirstSetbackTellsThatTheDiskIsThere() {
    long before = now.get();
    now.addAndGet(1);
    setbacks.unread("1.2", "I/O error");
    now.addAndGet(1);
    setbacks.unread("1.2", "I/O error");

    assertThat(setbacks.isOlder("1.2", before)).isFalse();
    assertThat(setbacks.isOlder("1.2", now.get())).isTrue();
    assertThat(setbacks.isOlder("1.3", now.get())).isFalse();
  }
}
