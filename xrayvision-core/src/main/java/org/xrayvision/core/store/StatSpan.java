/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days from one to another, each included, as the fewest whole years, months and days. Without
 * a first one, what has no date is included. Immutable.
 */
record StatSpan(@Nullable LocalDate from, @Nullable LocalDate to) {
  static final StatSpan ALL = new StatSpan(null, null);

  private static final int MONTH_LENGTH = 7;
  private static final LocalDate END = LocalDate.of(9999, 12, 31);

  /** How long a page's time is. */
  enum Level {
    YEAR(4),
    MONTH(MONTH_LENGTH),
    DAY(10);

    private final int length;

    Level(int length) {
      this.length = length;
    }

    /** What it is called in the database: the length of a period. */
    int code() {
      return length;
    }

    static Level of(int code) {
      return code == YEAR.length ? YEAR : code == MONTH.length ? MONTH : DAY;
    }

    /** The period of this level that a day or a period lies in. */
    String of(String day) {
      return day.isEmpty() ? "" : day.substring(0, length);
    }

    private Level finer() {
      return this == YEAR ? MONTH : DAY;
    }

    /** The first day of the first of them that begins on this day or later. */
    private LocalDate ceiling(LocalDate day) {
      LocalDate first = this == YEAR ? day.withDayOfYear(1) : day.withDayOfMonth(1);
      if (first.equals(day)) {
        return first;
      }
      return this == YEAR ? first.plusYears(1) : first.plusMonths(1);
    }

    /** The last day of the last of them that ends on this day or earlier. */
    private LocalDate floor(LocalDate day) {
      return ceiling(day.plusDays(1)).equals(day.plusDays(1))
          ? day
          : (this == YEAR ? day.withDayOfYear(1) : day.withDayOfMonth(1)).minusDays(1);
    }
  }

  /** Those of one level from one to another. */
  record Range(Level level, String from, String to) {}

  /** From a day or month, or {@link StatTables#FIRST}, to another, or {@link StatTables#LAST}. */
  static StatSpan of(String from, String to) {
    LocalDate first = null;
    LocalDate last = null;
    if (!from.equals(StatTables.FIRST)) {
      first = isMonth(from) ? YearMonth.parse(from).atDay(1) : LocalDate.parse(from);
    }
    if (!to.equals(StatTables.LAST)) {
      last = isMonth(to) ? YearMonth.parse(to).atEndOfMonth() : LocalDate.parse(to);
    }
    return new StatSpan(first, last);
  }

  private static boolean isMonth(String text) {
    return text.length() == MONTH_LENGTH;
  }

  /** What lies in both. */
  StatSpan and(StatSpan other) {
    LocalDate first = from;
    if (first == null || (other.from != null && other.from.isAfter(first))) {
      first = other.from;
    }
    LocalDate last = to;
    if (last == null || (other.to != null && other.to.isBefore(last))) {
      last = other.to;
    }
    return new StatSpan(first, last);
  }

  /** The fewest, none longer than that level. */
  List<Range> ranges(Level longest) {
    List<Range> ranges = new ArrayList<>();
    cut(from, to, longest, ranges);
    return ranges;
  }

  private static void cut(
      @Nullable LocalDate from, @Nullable LocalDate to, Level level, List<Range> ranges) {
    if (from != null && (to != null ? from.isAfter(to) : from.isAfter(END))) {
      return;
    }
    if (level == Level.DAY) {
      ranges.add(range(level, from, to));
      return;
    }
    LocalDate first = from == null ? null : level.ceiling(from);
    LocalDate last = to == null ? null : level.floor(to);
    if (first != null && first.isAfter(last == null ? END : last)) {
      cut(from, last == null ? END : to, level.finer(), ranges);
      return;
    }
    ranges.add(range(level, first, last));
    if (first != null) {
      cut(from, first.minusDays(1), level.finer(), ranges);
    }
    if (last != null) {
      cut(last.plusDays(1), to, level.finer(), ranges);
    }
  }

  private static Range range(Level level, @Nullable LocalDate from, @Nullable LocalDate to) {
    return new Range(
        level,
        from == null ? StatTables.FIRST : level.of(from.toString()),
        to == null ? StatTables.LAST : level.of(to.toString()));
  }
}
