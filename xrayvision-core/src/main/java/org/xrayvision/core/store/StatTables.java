/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.store.StatReader.Part;
import org.xrayvision.core.store.StatSpan.Level;

/**
 * The sums that statistics are made of, as of one moment. {@code unit} is 0 for readings and 1 for
 * exams; verdicts are 1, 0 or -1 for none; from and to are months, {@code YYYY-MM}, or days, each
 * included. A month is empty for exams without a date. Used by one thread within one read.
 */
public final class StatTables {
  /** Before and after all months. */
  public static final String FIRST = "";

  /** See {@link #FIRST}. */
  public static final String LAST = "~";

  private final Handle handle;
  private final StatFilter filter;
  private final StatReader reader;

  StatTables(Handle handle) {
    this(handle, StatFilter.NONE);
  }

  private StatTables(Handle handle, StatFilter filter) {
    this.handle = handle;
    this.filter = filter;
    this.reader = new StatReader(handle, filter);
  }

  /**
   * The same of a part of the facts only. What counts diagnoses takes no notice of a region or a
   * model.
   */
  public StatTables only(StatFilter part) {
    return new StatTables(handle, part);
  }

  /** What has no span of its own is read from here; that of a part is of its span already. */
  public StatTables within(String from, String to) {
    boolean all = from.equals(FIRST) && to.equals(LAST);
    return all || !filter.equals(StatFilter.NONE) ? this : only(StatFilter.days(from, to));
  }

  /**
   * How many have the same reason for not being compared (0: they are) and the same verdicts.
   *
   * @param names what they are grouped by
   */
  public record Cell(List<String> names, int reason, int ai, int truth, long n) {}

  /** How many have these severities, -1 for none, and verdicts. */
  public record Severities(int ai, int truth, int severity, int radSeverity, long n) {}

  /** How many answers of a confidence were right, or wrong. */
  public record Confidence(int confidence, boolean correct, long n) {}

  /** A region's day or month. */
  public record Period(String region, String period, long n, long positive) {}

  /** The reports of one radiologist, or with one diagnosis. */
  public record Reports(
      String name, long n, long assessed, long severities, long compared, long agreed) {}

  /** How often two things came together. */
  public record Pair(String name, String other, long n) {}

  /** How many exams of a region took so long, in milliseconds; total is exact. */
  public record Latency(String region, long latency, long n, long total) {}

  /** Exams looked at more than once: the first verdict, the one that counts, the truth. */
  public record Looks(int firstAi, int ai, int truth, long n, long looks, long gainMillis) {}

  /** When something was seen. */
  public record Seen(@Nullable String first, @Nullable String last) {}

  /** The cells of a section, by the names that its first two numbers have. */
  private static List<Cell> cells(
      StatCounts counts, StatSection section, BiFunction<Integer, Integer, List<String>> names) {
    List<Cell> cells = new ArrayList<>();
    counts.forEach(
        section,
        (a, b, cell, n) ->
            cells.add(
                new Cell(
                    names.apply(a, b),
                    StatFact.reason(cell),
                    StatFact.ai(cell),
                    StatFact.truth(cell),
                    n)));
    return cells;
  }

  /** By name, of pages that do not hold all that there is together. */
  private List<Part> names(int kind, int unit, String from, String to, StatSection upTo) {
    return reader.parts(kind, unit, from, to, upTo, Part::ofName);
  }

  /** By region and month. */
  public List<Cell> regions(int unit, String from, String to) {
    return names(StatPages.PARTS, unit, from, to, StatSection.MONTH).stream()
        .flatMap(
            part ->
                cells(
                    part.counts(),
                    StatSection.MONTH,
                    (month, none) -> List.of(part.name(), StatFact.monthOf(month)))
                    .stream())
        .toList();
  }

  /** By modality, model, prompt version and age band (tens of years, 9 for 90 and above). */
  public List<Cell> profiles(int unit, String from, String to) {
    return reader.parts(unit, from, to).stream()
        .flatMap(
            part ->
                cells(
                    part.counts(),
                    StatSection.PROFILE,
                    (modality, band) ->
                        List.of(
                            reader.name(modality),
                            part.model(),
                            part.prompt(),
                            Integer.toString(band - 1)))
                    .stream())
        .toList();
  }

  /** By radiologist; an empty name for what has no report. */
  public List<Cell> radiologists(int unit, String from, String to) {
    return cells(
        reader.all(unit, from, to),
        StatSection.RADIOLOGIST,
        (name, none) -> List.of(reader.name(name)));
  }

  /** The first and the last day of what has a date. */
  public Seen days(int unit, String from, String to) {
    return new Seen(reader.day(unit, from, to, true), reader.day(unit, from, to, false));
  }

  /** Exams or readings of each region's days, from one to another. */
  public List<Period> days(int unit, LocalDate from, LocalDate to) {
    return reader.periods(StatPages.PARTS, unit, from.toString(), to.toString(), Level.DAY);
  }

  /** The same of months; of days where the span cuts one. */
  public List<Period> months(int unit, LocalDate from, LocalDate to) {
    return reader.periods(StatPages.PARTS, unit, from.toString(), to.toString(), Level.MONTH);
  }

  /** How many there are. */
  public long total(int unit, String from, String to) {
    return reader.total(unit, from, to);
  }

  /** Grows with each fold. */
  public long version() {
    return handle
        .createQuery("SELECT value FROM store_facts WHERE name = 'statistics_version'")
        .mapTo(Long.class)
        .one();
  }

  /** By severities and verdicts. */
  public List<Severities> severities(int unit, String from, String to) {
    List<Severities> list = new ArrayList<>();
    reader
        .all(unit, from, to)
        .forEach(
            StatSection.SEVERITY,
            (severity, radSeverity, verdicts, n) ->
                list.add(
                    new Severities(
                        StatFact.ai(verdicts),
                        StatFact.truth(verdicts),
                        severity - 1,
                        radSeverity - 1,
                        n)));
    return list;
  }

  /** What was compared and has a confidence. */
  public List<Confidence> confidences(int unit, String from, String to) {
    List<Confidence> list = new ArrayList<>();
    reader
        .all(unit, from, to)
        .forEach(
            StatSection.CONFIDENCE,
            (confidence, none, right, n) -> list.add(new Confidence(confidence, right == 1, n)));
    return list;
  }

  /** The reports of each radiologist. */
  public List<Reports> radiologistReports(int unit, String from, String to) {
    StatCounts counts = reader.all(unit, from, to);
    Map<Integer, Long> assessed = StatReader.byFirst(counts, StatSection.ASSESSED);
    Map<Integer, Long> severities = StatReader.byFirst(counts, StatSection.SEVERITY_SUM);
    Map<Integer, long[]> sums = new TreeMap<>();
    counts.forEach(
        StatSection.RADIOLOGIST,
        (name, none, cell, n) -> {
          boolean compared = StatFact.reason(cell) == 0;
          boolean agreed = compared && StatFact.ai(cell) == StatFact.truth(cell);
          long[] of = sums.computeIfAbsent(name, first -> new long[3]);
          of[0] += n;
          of[1] += compared ? n : 0;
          of[2] += agreed ? n : 0;
        });
    return sums.entrySet().stream()
        .map(
            entry ->
                new Reports(
                    reader.name(entry.getKey()),
                    entry.getValue()[0],
                    assessed.getOrDefault(entry.getKey(), 0L),
                    severities.getOrDefault(entry.getKey(), 0L),
                    entry.getValue()[1],
                    entry.getValue()[2]))
        .filter(of -> !of.name().isEmpty())
        .toList();
  }

  /** The reports with each diagnosis. */
  public List<Reports> diagnosticReports(int unit, String from, String to) {
    StatCounts counts =
        StatReader.sum(names(StatPages.DIAGNOSES, unit, from, to, StatSection.DIAGNOSIS_AGREED));
    Map<Integer, Long> assessed = StatReader.byFirst(counts, StatSection.DIAGNOSIS_ASSESSED);
    Map<Integer, Long> severities = StatReader.byFirst(counts, StatSection.DIAGNOSIS_SEVERITY_SUM);
    Map<Integer, Long> compared = StatReader.byFirst(counts, StatSection.DIAGNOSIS_COMPARED);
    Map<Integer, Long> agreed = StatReader.byFirst(counts, StatSection.DIAGNOSIS_AGREED);
    List<Reports> reports = new ArrayList<>();
    counts.forEach(
        StatSection.DIAGNOSIS,
        (id, b, c, n) ->
            reports.add(
                new Reports(
                    reader.name(id),
                    n,
                    assessed.getOrDefault(id, 0L),
                    severities.getOrDefault(id, 0L),
                    compared.getOrDefault(id, 0L),
                    agreed.getOrDefault(id, 0L))));
    return reports;
  }

  /** Month, radiologist, reports. */
  public List<Pair> radiologistMonths(int unit, String from, String to) {
    return reader.periods(StatPages.RADIOLOGISTS, unit, from, to, Level.MONTH).stream()
        .map(of -> new Pair(Level.MONTH.of(of.period()), of.region(), of.n()))
        .toList();
  }

  /** Month, diagnosis, reports. */
  public List<Pair> diagnosticMonths(int unit, String from, String to) {
    List<Pair> pairs = new ArrayList<>();
    for (Part month : reader.months(StatPages.DIAGNOSES, unit, from, to, StatSection.DIAGNOSIS)) {
      diagnoses(month, (name, n) -> pairs.add(new Pair(month.period(), name, n)));
    }
    return pairs;
  }

  /** Radiologist, diagnosis, reports. */
  public List<Pair> radiologistDiagnostics(int unit) {
    List<Pair> pairs = new ArrayList<>();
    for (Part part : names(StatPages.RADIOLOGISTS, unit, FIRST, LAST, StatSection.DIAGNOSIS)) {
      diagnoses(part, (name, n) -> pairs.add(new Pair(part.name(), name, n)));
    }
    return pairs;
  }

  /** Diagnosis, region, reports. */
  public List<Pair> diagnosticRegions(int unit) {
    List<Pair> pairs = new ArrayList<>();
    for (Part part : names(StatPages.REGIONS, unit, FIRST, LAST, StatSection.DIAGNOSIS)) {
      diagnoses(part, (name, n) -> pairs.add(new Pair(name, part.name(), n)));
    }
    return pairs;
  }

  private void diagnoses(Part part, ObjLongConsumer<String> visitor) {
    StatReader.byFirst(part.counts(), StatSection.DIAGNOSIS)
        .forEach(
            (id, n) -> {
              if (!reader.name(id).isEmpty()) {
                visitor.accept(reader.name(id), n);
              }
            });
  }

  /** When exams with these diagnoses were made first and last. */
  public Map<String, Seen> seen(List<String> diagnostics) {
    Map<String, Seen> seen = new LinkedHashMap<>();
    if (!diagnostics.isEmpty()) {
      handle
          .createQuery(
              """
              SELECT diagnostic,
                (SELECT min(created) FROM exam_state s
                  WHERE s.diagnostic = d.diagnostic AND created > ''),
                (SELECT max(created) FROM exam_state s
                  WHERE s.diagnostic = d.diagnostic AND created > '')
              FROM (SELECT name AS diagnostic FROM stat_names WHERE name IN (<names>)) AS d
              """)
          .bindList("names", diagnostics)
          .map((row, context) -> Map.entry(row.getString(1), seen(row)))
          .forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
    }
    return seen;
  }

  private static Seen seen(ResultSet row) throws SQLException {
    return new Seen(row.getString(2), row.getString(3));
  }

  /** How long models took. */
  public List<Latency> latencies() {
    List<Latency> list = new ArrayList<>();
    for (Part part : names(StatPages.PARTS, 1, FIRST, LAST, StatSection.LATENCY_SUM)) {
      Map<Integer, Long> totals = StatReader.byFirst(part.counts(), StatSection.LATENCY_SUM);
      part.counts()
          .forEach(
              StatSection.LATENCY,
              (latency, b, c, n) ->
                  list.add(new Latency(part.name(), latency, n, totals.getOrDefault(latency, 0L))));
    }
    return list;
  }

  /** Exams by the hour of the day at the site; -1 where it is not known. */
  public Map<Integer, Long> hours() {
    Map<Integer, Long> hours = new TreeMap<>();
    StatReader.byFirst(reader.all(1, FIRST, LAST), StatSection.HOUR)
        .forEach((hour, n) -> hours.put(hour - 1, n));
    return hours;
  }

  /** Exams that were looked at more than once. */
  public List<Looks> looks() {
    StatCounts counts = reader.all(1, FIRST, LAST);
    Map<List<Integer>, Long> looks = new HashMap<>();
    Map<List<Integer>, Long> gains = new HashMap<>();
    counts.forEach(StatSection.LOOKS, (first, b, c, n) -> looks.put(List.of(first, c), n));
    counts.forEach(StatSection.GAIN, (first, b, c, n) -> gains.put(List.of(first, c), n));
    List<Looks> list = new ArrayList<>();
    counts.forEach(
        StatSection.AGAIN,
        (first, b, verdicts, n) ->
            list.add(
                new Looks(
                    first - 1,
                    StatFact.ai(verdicts),
                    StatFact.truth(verdicts),
                    n,
                    looks.getOrDefault(List.of(first, verdicts), 0L),
                    gains.getOrDefault(List.of(first, verdicts), 0L))));
    return list;
  }

  /** How many exams were done since. */
  public long doneSince(Instant since) {
    return handle
        .createQuery("SELECT count(*) FROM exam_state WHERE done_at >= :since")
        .bind("since", since.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }
}
