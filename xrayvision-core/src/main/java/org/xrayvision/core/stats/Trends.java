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

  private Map<String, List<Period>> periods(LocalDate from, int length) {
    Map<String, Map<String, Counts>> counts = new TreeMap<>();
    add(counts, 1, from, length);
    add(counts, 0, from, length);
    Map<String, List<Period>> periods = new TreeMap<>();
    counts.forEach(
        (region, of) -> {
          List<Period> row = new ArrayList<>();
          of.forEach(
              (period, n) ->
                  row.add(
                      new Period(period, n.exams, n.readings, n.positive, hours(period, zone))));
          periods.put(region, row);
        });
    return periods;
  }

  private void add(Map<String, Map<String, Counts>> counts, int unit, LocalDate from, int length) {
    boolean counted = byExam == (unit == 1);
    for (StatTables.Period day : tables.days(unit, from, today)) {
      long positive = counted ? day.positive() : 0;
      counts
          .computeIfAbsent(day.region(), region -> new TreeMap<>())
          .merge(
              day.period().substring(0, length),
              unit == 1 ? new Counts(day.n(), 0, positive) : new Counts(0, day.n(), positive),
              Counts::plus);
    }
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
