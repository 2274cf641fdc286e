/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.xrayvision.core.RegionalStatistics.Period;
import org.xrayvision.core.store.StatTables;

/** Days and months of the site up to a day: as long as its clock says, 23 to 25 hours a day. */
public final class Trends {
  private static final int MONTH_LENGTH = 7;

  private record Counts(long exams, long readings, long positive) {
    Counts plus(Counts other) {
      return new Counts(exams + other.exams, readings + other.readings, positive + other.positive);
    }
  }

  private final StatTables tables;
  private final boolean byExam;
  private final ZoneId zone;
  private final LocalDate today;

  /**
   * Of these sums.
   *
   * @param byExam whether positives are exams, not readings
   */
  public Trends(StatTables tables, boolean byExam, ZoneId zone, LocalDate today) {
    this.tables = tables;
    this.byExam = byExam;
    this.zone = zone;
    this.today = today;
  }

  /** Each region's last days, those without exams left out. */
  public Map<String, List<Period>> days(int days) {
    return periods(today.minusDays(days - 1L), today.toString().length());
  }

  /** Each region's last months. */
  public Map<String, List<Period>> months(int months) {
    return periods(today.withDayOfMonth(1).minusMonths(months - 1L), MONTH_LENGTH);
  }

  /** The days from one to another with exams, all regions together. */
  public List<Period> daysOfAll(LocalDate from, LocalDate to) {
    return together(from, to, today.toString().length());
  }

  /** The same of months. */
  public List<Period> monthsOfAll(LocalDate from, LocalDate to) {
    return together(from, to, MONTH_LENGTH);
  }

  private List<Period> together(LocalDate from, LocalDate to, int length) {
    return periods(from, to, length, region -> "").getOrDefault("", List.of());
  }

  private Map<String, List<Period>> periods(LocalDate from, int length) {
    return periods(from, today, length, region -> region);
  }

  private Map<String, List<Period>> periods(
      LocalDate from, LocalDate to, int length, UnaryOperator<String> group) {
    Map<String, Map<String, Counts>> counts = new TreeMap<>();
    for (int unit : new int[] {1, 0}) {
      for (StatTables.Period day :
          length == MONTH_LENGTH ? tables.months(unit, from, to) : tables.days(unit, from, to)) {
        counts
            .computeIfAbsent(group.apply(day.region()), name -> new TreeMap<>())
            .merge(day.period().substring(0, length), counts(day, unit), Counts::plus);
      }
    }
    Map<String, List<Period>> periods = new TreeMap<>();
    counts.forEach(
        (name, of) -> {
          List<Period> row = new ArrayList<>();
          of.forEach(
              (period, n) ->
                  row.add(
                      new Period(period, n.exams, n.readings, n.positive, hours(period, zone))));
          periods.put(name, row);
        });
    return periods;
  }

  private Counts counts(StatTables.Period day, int unit) {
    long positive = byExam == (unit == 1) ? day.positive() : 0;
    return unit == 1 ? new Counts(day.n(), 0, positive) : new Counts(0, day.n(), positive);
  }

  /** How long a day or month, {@code YYYY-MM-DD} or {@code YYYY-MM}, is in a zone. */
  public static long hours(String period, ZoneId zone) {
    LocalDate first;
    LocalDate next;
    if (period.length() == MONTH_LENGTH) {
      first = YearMonth.parse(period).atDay(1);
      next = first.plusMonths(1);
    } else {
      first = LocalDate.parse(period);
      next = first.plusDays(1);
    }
    return Duration.between(first.atStartOfDay(zone), next.atStartOfDay(zone)).toHours();
  }
}
