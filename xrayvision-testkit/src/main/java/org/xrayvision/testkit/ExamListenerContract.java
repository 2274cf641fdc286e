/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.spi.ExamListener;

/** The contract of an {@link ExamListener}. Extend it and fill {@link #listener}. */
public abstract class ExamListenerContract {
  /** For the class that extends this. */
  protected ExamListenerContract() {}

  /** A new listener. */
  protected abstract ExamListener listener();

  private record Event(
      long seq, Instant at, String kind, @Nullable String uid, Map<String, String> payload)
      implements ExamEvent {}

  private static Event event(long seq, String kind, @Nullable String uid) {
    return new Event(seq, Instant.parse("2026-01-05T10:00:00Z"), kind, uid, Map.of());
  }

  @Test
  final void hearsEachKindOfEvent() {
    ExamListener listener = listener();
    List<String> kinds =
        List.of(
            ExamEvent.RECEIVED,
            ExamEvent.QUEUED,
            ExamEvent.PROCESSING,
            ExamEvent.HANDED_BACK,
            ExamEvent.DONE,
            ExamEvent.CHECK,
            ExamEvent.REQUEUE,
            ExamEvent.IGNORE,
            ExamEvent.ERROR,
            ExamEvent.CONFLICT,
            ExamEvent.CHECKED,
            ExamEvent.RETRACTED,
            ExamEvent.REVIEWED,
            ExamEvent.ALERTED,
            ExamEvent.ALERT_FAILED,
            ExamEvent.ESCALATED,
            ExamEvent.ACKNOWLEDGED);
    for (int i = 0; i < kinds.size(); i++) {
      ExamEvent event = event(i + 1, kinds.get(i), "1.2.3");
      assertThatCode(() -> listener.onEvent(event)).as(event.kind()).doesNotThrowAnyException();
    }
  }

  @Test
  final void ignoresAKindThatItDoesNotKnow() {
    ExamListener listener = listener();
    assertThatCode(() -> listener.onEvent(event(1, "a_kind_of_tomorrow", null)))
        .doesNotThrowAnyException();
  }

  @Test
  final void bearsAnEventTwiceAndAGapInTheSequence() {
    ExamListener listener = listener();
    assertThatCode(
            () -> {
              listener.onEvent(event(7, ExamEvent.DONE, "1.2.3"));
              listener.onEvent(event(7, ExamEvent.DONE, "1.2.3"));
              listener.onEvent(event(99, ExamEvent.DONE, "1.2.4"));
            })
        .doesNotThrowAnyException();
  }
}
