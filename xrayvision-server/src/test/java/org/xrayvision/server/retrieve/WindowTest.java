/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which studies a query is about. */
final class WindowTest {
  private static final ZoneId BUCHAREST = ZoneId.of("Europe/Bucharest");
  private static final Duration THREE_HOURS = Duration.ofHours(3);

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(BUCHAREST).toInstant();
  }

  private static FoundStudy study(String local) {
    LocalDateTime time = LocalDateTime.parse(local);
    return new FoundStudy(
        "1.2", time.toLocalDate(), time.toLocalTime(), Set.of(), OptionalInt.empty());
  }

  @Test
  void theFirstQueryGoesBackAsFarAsIsSet() {
    Instant now = at("2026-11-26T10:00");

    assertThat(Window.scheduled(null, THREE_HOURS, now))
        .isEqualTo(new Window(at("2026-11-26T07:00"), now));
  }

  @Test
  void laterOnesOverlapTheOneBefore() {
    Instant answered = at("2026-11-26T10:00");
    Instant now = at("2026-11-26T10:05");

    assertThat(Window.scheduled(answered, THREE_HOURS, now).begin())
        .isEqualTo(at("2026-11-26T07:00"));
  }

  @Test
  void anOutageOfThreeDaysIsCaughtUpWithWithoutAGap() {
    Instant answered = at("2026-11-23T10:00");
    Window window = Window.scheduled(answered, THREE_HOURS, at("2026-11-26T10:00"));

    assertThat(window.begin()).isEqualTo(at("2026-11-23T07:00"));
    assertThat(window.days(BUCHAREST))
        .containsExactly(
            LocalDate.of(2026, 11, 23),
            LocalDate.of(2026, 11, 24),
            LocalDate.of(2026, 11, 25),
            LocalDate.of(2026, 11, 26));
  }

  @Test
  void afterALongOneItGoesBackAWeek() {
    Instant now = at("2026-11-26T10:00");

    Window window = Window.scheduled(at("2026-10-01T10:00"), THREE_HOURS, now);

    assertThat(window.begin()).isEqualTo(now.minus(Duration.ofDays(7)));
    assertThat(window.days(BUCHAREST)).hasSize(8);
  }

  @Test
  void aClockThatWasSetBackLeavesNoGap() {
    Instant now = at("2026-11-26T10:00");

    assertThat(Window.scheduled(at("2026-11-26T18:00"), THREE_HOURS, now).begin())
        .isEqualTo(at("2026-11-26T07:00"));
  }

  @Test
  void aWindowOverMidnightAsksForBothDaysAndTakesTheRightStudies() {
    Window window = Window.ofHours(3, at("2026-11-26T01:30"));

    assertThat(window.days(BUCHAREST))
        .containsExactly(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 26));
    assertThat(window.holds(study("2026-11-25T22:30:00"), BUCHAREST)).isTrue();
    assertThat(window.holds(study("2026-11-25T23:59:59"), BUCHAREST)).isTrue();
    assertThat(window.holds(study("2026-11-26T00:00:00"), BUCHAREST)).isTrue();
    assertThat(window.holds(study("2026-11-26T01:29:00"), BUCHAREST)).isTrue();
    assertThat(window.holds(study("2026-11-25T22:10:00"), BUCHAREST)).isFalse();
    assertThat(window.holds(study("2026-11-25T01:29:00"), BUCHAREST)).isFalse();
  }

  @Test
  void justBeforeAndAfterMidnightTheNeighbouringDayIsAskedForToo() {
    assertThat(Window.ofHours(1, at("2026-11-25T23:50")).days(BUCHAREST))
        .containsExactly(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 26));
    assertThat(Window.ofHours(1, at("2026-11-26T01:10")).days(BUCHAREST))
        .containsExactly(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 26));
    assertThat(Window.ofHours(1, at("2026-11-26T12:00")).days(BUCHAREST))
        .containsExactly(LocalDate.of(2026, 11, 26));
  }

  /**
   * Slid on over days by the interval, no minute of any day is missed, be it 23 or 25 hours long.
   */
  @ParameterizedTest
  @CsvSource({"2026-10-24T12:00", "2026-03-28T12:00", "2026-11-24T12:00"})
  void noMinuteIsMissed(String from) {
    Instant begin = at(from);
    Duration interval = Duration.ofMinutes(90);
    for (int minutes = 0; minutes < 36 * 60; minutes += 7) {
      Instant taken = begin.plus(Duration.ofMinutes(minutes));
      LocalDateTime local = LocalDateTime.ofInstant(taken, BUCHAREST);
      // The PACS has it twenty minutes later; the first query after that must tell.
      Instant stored = taken.plus(Duration.ofMinutes(20));
      long before = Duration.between(begin, stored).toMinutes() / interval.toMinutes();
      Instant answered = begin.plus(interval.multipliedBy(before));
      Window window = Window.scheduled(answered, Duration.ofHours(1), answered.plus(interval));

      assertThat(window.days(BUCHAREST)).as(local.toString()).contains(local.toLocalDate());
      assertThat(window.holds(study(local.toString()), BUCHAREST)).as(local.toString()).isTrue();
    }
  }

  @Test
  void aTimeThatTheClockShowsTwiceIsTakenOnceTooOften() {
    // In the night of 25 October 2026 the hour from 3 to 4 comes twice in Bucharest.
    Instant secondHalfPastThree = Instant.parse("2026-10-25T01:30:00Z");
    Window window = new Window(secondHalfPastThree, secondHalfPastThree.plusSeconds(600));

    assertThat(window.holds(study("2026-10-25T03:30:00"), BUCHAREST)).isTrue();
    assertThat(window.holds(study("2026-10-25T02:59:00"), BUCHAREST)).isFalse();
    // 3:30 does not exist in the night of 29 March.
    assertThat(
            Window.ofHours(1, at("2026-03-29T04:45"))
                .holds(study("2026-03-29T03:30:00"), BUCHAREST))
        .isTrue();
  }

  @Test
  void aStudyWithoutATimeMayBeOfAnyAndOneWithoutADateOfNone() {
    Window window = Window.ofHours(1, at("2026-11-26T23:00"));
    LocalDate today = LocalDate.of(2026, 11, 26);

    assertThat(window.holds(found(today, null), BUCHAREST)).isTrue();
    assertThat(window.holds(found(today.minusDays(1), null), BUCHAREST)).isFalse();
    assertThat(window.holds(found(null, LocalTime.NOON), BUCHAREST)).isFalse();
  }

  private static FoundStudy found(
      @org.jspecify.annotations.Nullable LocalDate date,
      @org.jspecify.annotations.Nullable LocalTime time) {
    return new FoundStudy("1.2", date, time, Set.of("CR"), OptionalInt.of(1));
  }
}
