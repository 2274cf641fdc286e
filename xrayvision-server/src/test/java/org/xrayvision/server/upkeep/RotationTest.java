/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RotationTest {
  private static final ZoneId BUCHAREST = ZoneId.of("Europe/Bucharest");

  private static Instant night(LocalDate day) {
    return ZonedDateTime.of(day.atTime(3, 0), BUCHAREST).toInstant();
  }

  private static List<LocalDate> days(Set<Instant> kept) {
    return kept.stream().map(at -> LocalDate.ofInstant(at, BUCHAREST)).sorted().toList();
  }

  @Test
  void sevenDaysFourWeeksAndTwelveMonthsAreKept() {
    List<Instant> made = new ArrayList<>();
    for (LocalDate day = LocalDate.of(2024, 1, 1);
        !day.isAfter(LocalDate.of(2025, 3, 12));
        day = day.plusDays(1)) {
      made.add(night(day));
    }

    List<LocalDate> kept = days(Rotation.kept(made, BUCHAREST));

    assertThat(kept)
        .containsExactly(
            LocalDate.of(2024, 4, 30),
            LocalDate.of(2024, 5, 31),
            LocalDate.of(2024, 6, 30),
            LocalDate.of(2024, 7, 31),
            LocalDate.of(2024, 8, 31),
            LocalDate.of(2024, 9, 30),
            LocalDate.of(2024, 10, 31),
            LocalDate.of(2024, 11, 30),
            LocalDate.of(2024, 12, 31),
            LocalDate.of(2025, 1, 31),
            LocalDate.of(2025, 2, 23), // Sundays, the ends of ISO weeks
            LocalDate.of(2025, 2, 28),
            LocalDate.of(2025, 3, 2),
            LocalDate.of(2025, 3, 6),
            LocalDate.of(2025, 3, 7),
            LocalDate.of(2025, 3, 8),
            LocalDate.of(2025, 3, 9),
            LocalDate.of(2025, 3, 10),
            LocalDate.of(2025, 3, 11),
            LocalDate.of(2025, 3, 12));
  }

  @Test
  void nightAfterNightTheSameCopiesAreLeftAsAtOnce() {
    Set<Instant> there = new HashSet<>();
    List<Instant> all = new ArrayList<>();
    for (int n = 0; n < 800; n++) {
      Instant made = night(LocalDate.of(2024, 1, 1).plusDays(n));
      all.add(made);
      there.add(made);
      there.retainAll(Rotation.kept(there, BUCHAREST));
      assertThat(there).hasSizeLessThanOrEqualTo(7 + 4 + 12).contains(made);
    }
    assertThat(there).isEqualTo(Rotation.kept(all, BUCHAREST));
  }

  @Test
  void whoStoodStillForAYearKeepsWhatHeHas() {
    List<Instant> made =
        List.of(
            night(LocalDate.of(2023, 1, 1)),
            night(LocalDate.of(2023, 1, 2)),
            night(LocalDate.of(2025, 1, 1)));

    assertThat(Rotation.kept(made, BUCHAREST)).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void theDaysAreTheSites() {
    Instant lateEvening = Instant.parse("2025-03-01T23:30:00Z"); // already the 2nd in Bucharest
    Instant morning = Instant.parse("2025-03-02T05:00:00Z");
    List<Instant> made = List.of(lateEvening, morning);

    assertThat(Rotation.kept(made, BUCHAREST)).containsExactly(morning);
    assertThat(Rotation.kept(made, ZoneOffset.UTC)).hasSize(2);
  }
}
