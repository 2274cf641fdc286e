/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.stats.LatencyTimes;
import org.xrayvision.core.stats.ReportTables;
import org.xrayvision.core.stats.Scales;
import org.xrayvision.core.stats.SecondLooks;
import org.xrayvision.core.stats.Severities;
import org.xrayvision.core.stats.Shares;
import org.xrayvision.core.stats.Tallies;
import org.xrayvision.core.stats.Trends;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.StatFilter;
import org.xrayvision.core.store.StatTables;
import org.xrayvision.core.store.StatTables.Cell;
import org.xrayvision.core.store.StatTables.Confidence;

/**
 * The engine's figures. Each method reads one moment of maintained sums, whose number does not grow
 * with the number of exams. Safe for threads.
 */
public final class Statistics {
  /** The days from one to another, each included; null for no limit. */
  public record Span(@Nullable LocalDate from, @Nullable LocalDate to) {
    /** Everything, also exams without a date. */
    public static final Span ALL = new Span(null, null);

    /** From the first day of a month to the last one of another. */
    public static Span ofMonths(@Nullable YearMonth from, @Nullable YearMonth to) {
      return new Span(from == null ? null : from.atDay(1), to == null ? null : to.atEndOfMonth());
    }

    String first() {
      return from == null ? StatTables.FIRST : from.toString();
    }

    String last() {
      return to == null ? StatTables.LAST : to.toString();
    }
  }

  /**
   * A part of all there is.
   *
   * @param region one region, empty for unknown; null for all
   * @param model one model with its prompt version, as {@link QualityStatistics#models} names it;
   *     null for all
   */
  public record Part(Span span, @Nullable String region, @Nullable String model) {
    StatTables of(StatTables tables) {
      return region == null && model == null
          ? tables
          : tables.only(new StatFilter(span.first(), span.last(), region, model));
    }
  }

  static final String UNKNOWN = "unknown";

  private static final int OLDEST = 9;
  private static final Duration DAY = Duration.ofHours(24);
  private static final int TREND_DAYS = 30;
  private static final int TREND_MONTHS = 12;
  private static final int INSIGHT_DAYS = 62;
  private static final int INSIGHT_MONTHS = 36;

  private final ExamStore store;
  private final int threshold;
  private final ZoneId zone;
  private final Clock clock;

  Statistics(ExamStore store, int threshold, ZoneId zone, Clock clock) {
    this.store = store;
    this.threshold = threshold;
    this.zone = zone;
    this.clock = clock;
  }

  /** How good the model is. */
  public QualityStatistics quality(StatisticsUnit unit, Span span) {
    return quality(unit, new Part(span, null, null));
  }

  /** The same of a part. */
  public QualityStatistics quality(StatisticsUnit unit, Part part) {
    return store.statistics(tables -> quality(part.of(tables), unit, part.span()));
  }

  private QualityStatistics quality(StatTables tables, StatisticsUnit unit, Span range) {
    int of = unit(unit);
    String from = range.first();
    String to = range.last();
    List<Cell> regions = tables.regions(of, from, to);
    List<Cell> profiles = tables.profiles(of, from, to);
    Severities severities = new Severities(tables.severities(of, from, to));
    List<CalibrationBin> bins = calibration(tables.confidences(of, from, to));
    StatTables.Seen days = tables.days(of, from, to);
    Map<String, Agreement> byRegion = Tallies.by(regions, Statistics::first);
    return new QualityStatistics(
        tally(tables, unit, range, byRegion),
        threshold,
        days.first(),
        days.last(),
        byRegion,
        Tallies.by(profiles, Statistics::first),
        Tallies.by(profiles, cell -> (cell.names().get(1) + " " + cell.names().get(2)).strip()),
        Tallies.by(tables.radiologists(of, from, to), Statistics::first),
        Tallies.by(profiles, cell -> band(cell.names().get(3))),
        Tallies.by(regions, cell -> cell.names().get(1)),
        severities.roc(),
        severities.auc(),
        bins,
        Scales.calibrationError(bins),
        severities.differences());
  }

  private static List<CalibrationBin> calibration(List<Confidence> confidences) {
    long[] right = new long[101];
    long[] all = new long[101];
    for (Confidence count : confidences) {
      all[count.confidence()] += count.n();
      right[count.confidence()] += count.correct() ? count.n() : 0;
    }
    return Scales.calibration(right, all);
  }

  /** Each region's figures, trends, and the load. */
  public RegionalStatistics regional(StatisticsUnit unit) {
    return store.statistics(tables -> regional(tables, unit));
  }

  private RegionalStatistics regional(StatTables tables, StatisticsUnit unit) {
    Map<String, Agreement> exams = regions(tables, StatisticsUnit.EXAM, Span.ALL);
    Map<String, Agreement> readings = regions(tables, StatisticsUnit.READING, Span.ALL);
    boolean byExam = unit == StatisticsUnit.EXAM;
    Map<String, RegionalStatistics.Region> regions = new TreeMap<>();
    exams.forEach(
        (region, of) -> {
          Agreement reading = readings.getOrDefault(region, Agreement.NONE);
          regions.put(
              region,
              new RegionalStatistics.Region(of.total(), reading.total(), byExam ? of : reading));
        });
    Agreement allExams = Tallies.all(exams.values());
    Agreement allReadings = Tallies.all(readings.values());
    Trends trends = new Trends(tables, byExam, zone, LocalDate.now(clock.withZone(zone)));
    long done = tables.doneSince(clock.instant().minus(DAY));
    return new RegionalStatistics(
        new StatisticsTally(
            unit, allExams.total(), allReadings.total(), byExam ? allExams : allReadings),
        LatencyTimes.mean(tables.latencies()),
        (double) done / DAY.toHours(),
        allExams.excluded().getOrDefault(ExclusionReason.EXAM_ERROR, 0L),
        allExams.excluded().getOrDefault(ExclusionReason.REGION_NOT_SUPPORTED, 0L),
        regions,
        trends.days(TREND_DAYS),
        trends.months(TREND_MONTHS));
  }

  private static Map<String, Agreement> regions(
      StatTables tables, StatisticsUnit unit, Span range) {
    return Tallies.by(tables.regions(unit(unit), range.first(), range.last()), Statistics::first);
  }

  /** What radiologists report; by name, never ranked by agreement. */
  public ReportStatistics radiologists(StatisticsUnit unit, Span span) {
    return store.statistics(
        tables ->
            reports(tables, unit, span)
                .radiologists(tally(tables, unit, span, regions(tables, unit, span))));
  }

  /** What is found; the thousand most frequent. */
  public ReportStatistics diagnostics(StatisticsUnit unit, Span span) {
    return store.statistics(
        tables ->
            reports(tables, unit, span)
                .diagnostics(tally(tables, unit, span, regions(tables, unit, span))));
  }

  /** The ten radiologists with most reports in each month; without limits, of the last twelve. */
  public MonthlyStatistics radiologistMonths(StatisticsUnit unit, Span span) {
    return monthly(
        unit, span, (tables, from, to) -> tables.radiologistMonths(unit(unit), from, to));
  }

  /** The ten most frequent diagnoses in each month; without limits, of the last twelve. */
  public MonthlyStatistics diagnosticMonths(StatisticsUnit unit, Span span) {
    return monthly(unit, span, (tables, from, to) -> tables.diagnosticMonths(unit(unit), from, to));
  }

  private static ReportTables reports(StatTables tables, StatisticsUnit unit, Span range) {
    return new ReportTables(tables, unit(unit), range.first(), range.last());
  }

  private interface MonthPairs {
    List<StatTables.Pair> between(StatTables tables, String from, String to);
  }

  private MonthlyStatistics monthly(StatisticsUnit unit, Span span, MonthPairs pairs) {
    LocalDate last = span.to() == null ? LocalDate.now(clock.withZone(zone)) : span.to();
    LocalDate first = last.withDayOfMonth(1).minusMonths(TREND_MONTHS - 1L);
    Span asked = new Span(span.from() == null ? first : span.from(), span.to());
    return store.statistics(
        tables ->
            new MonthlyStatistics(
                tally(tables, unit, asked, regions(tables, unit, asked)),
                ReportTables.topTen(pairs.between(tables, asked.first(), asked.last()))));
  }

  /** What else the data tell. */
  public InsightStatistics insights(StatisticsUnit unit, Span span) {
    return store.statistics(tables -> insights(tables, unit, span));
  }

  private InsightStatistics insights(StatTables tables, StatisticsUnit unit, Span range) {
    String first = range.first();
    String last = range.last();
    StatTables inRange = tables.within(first, last);
    Severities severities = new Severities(tables.severities(unit(unit), first, last));
    StatisticsTally tally = tally(tables, unit, range, regions(tables, unit, range));
    LocalDate today = LocalDate.now(clock.withZone(zone));
    LocalDate end = range.to() == null ? today : range.to();
    LocalDate start = range.from() == null ? LocalDate.EPOCH : range.from();
    Trends trends = new Trends(tables, unit == StatisticsUnit.EXAM, zone, today);
    LocalDate days = later(start, end.minusDays(INSIGHT_DAYS - 1L));
    LocalDate months = later(start, end.withDayOfMonth(1).minusMonths(INSIGHT_MONTHS - 1L));
    return new InsightStatistics(
        tally,
        LatencyTimes.byRegion(inRange.latencies()),
        severities.reports(),
        severities.ai(),
        severities.differences(),
        ages(tables, unit, range),
        inRange.hours(),
        trends.daysOfAll(days, end),
        trends.monthsOfAll(months, end),
        SecondLooks.of(inRange.looks()),
        reports(tables, unit, range).radiologists(tally).entries());
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static Map<String, InsightStatistics.AgeBand> ages(
      StatTables tables, StatisticsUnit unit, Span range) {
    Map<String, Agreement> exams = ageBands(tables, StatisticsUnit.EXAM, range);
    Map<String, Agreement> readings = ageBands(tables, StatisticsUnit.READING, range);
    Map<String, InsightStatistics.AgeBand> bands = new TreeMap<>();
    exams.forEach(
        (band, of) -> {
          Agreement reading = readings.getOrDefault(band, Agreement.NONE);
          Agreement counted = unit == StatisticsUnit.EXAM ? of : reading;
          bands.put(
              band,
              new InsightStatistics.AgeBand(
                  of.total(), reading.total(), counted.positive(), Shares.positive(counted)));
        });
    return bands;
  }

  private static Map<String, Agreement> ageBands(
      StatTables tables, StatisticsUnit unit, Span range) {
    return Tallies.by(
        tables.profiles(unit(unit), range.first(), range.last()),
        cell -> band(cell.names().get(3)));
  }

  /** Exams by the model's severity. */
  public Map<Integer, Long> severities(StatisticsUnit unit) {
    return store.statistics(
        tables ->
            new Severities(tables.severities(unit(unit), StatTables.FIRST, StatTables.LAST)).ai());
  }

  /** What the figures follow from: the same where nothing has changed that they tell. */
  public long version() {
    return store.statistics(StatTables::version);
  }

  /** What an answer about all there is counts. */
  public StatisticsTally tally(StatisticsUnit unit) {
    return store.statistics(
        tables -> tally(tables, unit, Span.ALL, regions(tables, unit, Span.ALL)));
  }

  private static StatisticsTally tally(
      StatTables tables, StatisticsUnit unit, Span range, Map<String, Agreement> regions) {
    StatisticsUnit other =
        unit == StatisticsUnit.EXAM ? StatisticsUnit.READING : StatisticsUnit.EXAM;
    Agreement mine = Tallies.all(regions.values());
    long others = tables.total(unit(other), range.first(), range.last());
    boolean byExam = unit == StatisticsUnit.EXAM;
    return new StatisticsTally(
        unit, byExam ? mine.total() : others, byExam ? others : mine.total(), mine);
  }

  private static String first(Cell cell) {
    return cell.names().get(0);
  }

  /** Tens of years; no age lies in two of them. */
  private static String band(String tens) {
    int band = Integer.parseInt(tens);
    if (band < 0) {
      return UNKNOWN;
    }
    return band == OLDEST ? "90+" : (10 * band) + "-" + (10 * band + 9);
  }

  static int unit(StatisticsUnit unit) {
    return unit == StatisticsUnit.EXAM ? 1 : 0;
  }
}
