/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time that one query is about, by StudyDate and StudyTime. Windows overlap on purpose: what is
 * found twice is fetched once. Immutable.
 *
 * @param begin the earliest time of a study
 * @param end the time of the query
 */
record Window(Instant begin, Instant end) {
  /** No query goes back further. */
  static final Duration MOST = Duration.ofDays(7);

  /** How far the clocks of a modality, the PACS and this machine may be apart. */
  static final Duration SLACK = Duration.ofMinutes(15);

  /**
   * What is asked by schedule: from the end of the last query that was answered, and some hours
   * before it, since a study reaches the PACS after its own time; after an outage not more than
   * {@link #MOST}.
   *
   * @param answered the end of that query; null before the first
   */
  static Window scheduled(@Nullable Instant answered, Duration lookBack, Instant now) {
    // A clock that was set back must not leave a gap.
    Instant last = answered == null || answered.isAfter(now) ? now : answered;
    Instant begin = last.minus(lookBack);
    Instant earliest = now.minus(MOST);
    return new Window(begin.isBefore(earliest) ? earliest : begin, now);
  }

  /** What a person asks for. */
  static Window ofHours(int hours, Instant now) {
    return new Window(now.minus(Duration.ofHours(hours)), now);
  }

  /** The days to ask for in the site's zone, each on its own: no PACS needs to know of ranges. */
  List<LocalDate> days(ZoneId zone) {
    LocalDate first = LocalDate.ofInstant(begin.minus(SLACK), zone);
    LocalDate last = LocalDate.ofInstant(end.plus(SLACK), zone);
    return first.datesUntil(last.plusDays(1)).toList();
  }

  /**
   * Whether a study belongs to it. A local time that a change of the clocks makes twice is taken as
   * the later one, and a study without a time as the end of its day: rather once too often.
   */
  boolean holds(FoundStudy study, ZoneId zone) {
    LocalDate date = study.date();
    if (date == null) {
      return false;
    }
    LocalTime time = study.time() == null ? LocalTime.MAX : study.time();
    Instant at = ZonedDateTime.of(date, time, zone).withLaterOffsetAtOverlap().toInstant();
    return !at.isBefore(begin.minus(SLACK));
  }
}
