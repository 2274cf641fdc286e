/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The sums that statistics are made of, as of one moment. {@code unit} is 0 for readings and 1 for
 * exams; verdicts are 1, 0 or -1 for none; months are {@code YYYY-MM}, from and to inclusive, empty
 * for exams without a date. Used by one thread within one read.
 */
public final class StatTables {
  /** Before and after all months. */
  public static final String FIRST = "";

  /** See {@link #FIRST}. */
  public static final String LAST = "~";

  private final Handle handle;
  private final @Nullable StatFilter filter;

  StatTables(Handle handle) {
    this(handle, null);
  }

  private StatTables(Handle handle, @Nullable StatFilter filter) {
    this.handle = handle;
    this.filter = filter;
  }

  /** The same of a part of the facts only: made anew from each of them, not from the sums. */
  public StatTables only(StatFilter part) {
    return new StatTables(handle, part);
  }

  /** What the sums without months are read from; those of a part are of its time already. */
  public StatTables within(String from, String to) {
    boolean all = from.equals(FIRST) && to.equals(LAST);
    return all || filter != null ? this : only(StatFilter.days(from, to));
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

  private interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(Query query, Mapper<T> mapper) {
    return query.map((row, context) -> mapper.map(row)).list();
  }

  private Query query(String sql, int unit) {
    return query(sql).bind("unit", unit);
  }

  /**
   * With a filter, the tables that the query reads are hidden by what the filter leaves of them.
   */
  private Query query(String sql) {
    if (filter == null) {
      return handle.createQuery(sql);
    }
    String words = sql.replace('\n', ' ');
    String parts =
        StatSums.ALL.stream()
            .filter(sums -> words.contains("FROM " + sums.table() + " "))
            .map(sums -> sums.onlySql(filter.condition()))
            .collect(Collectors.joining(", "));
    Query query = handle.createQuery("WITH " + parts + " " + sql);
    filter.values().forEach(query::bind);
    return query;
  }

  /** Grouped by the names of these columns of a table whose key has unit and month. */
  private List<Cell> cells(String table, int unit, String from, String to, String... columns) {
    String names = String.join(", ", columns);
    String sql =
        "SELECT "
            + names
            + ", reason, ai, truth, sum(n) AS n FROM "
            + table
            + " WHERE unit = :unit AND month BETWEEN :from AND :to AND n > 0"
            + " GROUP BY "
            + names
            + ", reason, ai, truth";
    return list(
        query(sql, unit).bind("from", from).bind("to", to),
        row -> {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= columns.length; i++) {
            values.add(row.getString(i));
          }
          return new Cell(
              values,
              row.getInt("reason"),
              row.getInt("ai"),
              row.getInt("truth"),
              row.getLong("n"));
        });
  }

  /** By region and month. */
  public List<Cell> regions(int unit, String from, String to) {
    return cells("stat_regions", unit, from, to, "region", "month");
  }

  /** By modality, model, prompt version and age band (tens of years, 9 for 90 and above). */
  public List<Cell> profiles(int unit, String from, String to) {
    return cells("stat_profiles", unit, from, to, "modality", "model", "prompt", "band");
  }

  /** By radiologist; an empty name for what has no report. */
  public List<Cell> radiologists(int unit, String from, String to) {
    return cells("stat_radiologists", unit, from, to, "radiologist");
  }

  /** The first and the last day of what has a date. */
  public Seen days(int unit, String from, String to) {
    String sql =
        "SELECT day FROM stat_days WHERE unit = :unit AND day BETWEEN :from AND :to AND n > 0"
            + " AND day <> '' ORDER BY day %s LIMIT 1";
    return new Seen(
        edge(sql.formatted("ASC"), unit, from, to), edge(sql.formatted("DESC"), unit, from, to));
  }

  private @Nullable String edge(String sql, int unit, String from, String to) {
    return query(sql, unit)
        .bind("from", from)
        .bind("to", to + "~")
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  /** Exams or readings of each region's days, from one to another. */
  public List<Period> days(int unit, LocalDate from, LocalDate to) {
    return list(
        query(
                """
                SELECT region, day, n, positive FROM stat_days
                WHERE unit = :unit AND day BETWEEN :from AND :to AND n > 0
                """,
                unit)
            .bind("from", from.toString())
            .bind("to", to.toString()),
        row -> new Period(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
  }

  /** How many there are. */
  public long total(int unit, String from, String to) {
    return query(
            "SELECT coalesce(sum(n), 0) FROM stat_regions"
                + " WHERE unit = :unit AND month BETWEEN :from AND :to",
            unit)
        .bind("from", from)
        .bind("to", to)
        .mapTo(Long.class)
        .one();
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
    return list(
        query(
                """
                SELECT ai, truth, severity, rad_severity, sum(n) FROM stat_severities
                WHERE unit = :unit AND month BETWEEN :from AND :to AND n > 0
                GROUP BY ai, truth, severity, rad_severity
                """,
                unit)
            .bind("from", from)
            .bind("to", to),
        row ->
            new Severities(
                row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getLong(5)));
  }

  /** What was compared and has a confidence. */
  public List<Confidence> confidences(int unit, String from, String to) {
    return list(
        query(
                """
                SELECT confidence, correct, sum(n) FROM stat_confidences
                WHERE unit = :unit AND month BETWEEN :from AND :to AND n > 0
                GROUP BY confidence, correct
                """,
                unit)
            .bind("from", from)
            .bind("to", to),
        row -> new Confidence(row.getInt(1), row.getBoolean(2), row.getLong(3)));
  }

  /** The reports of each radiologist. */
  public List<Reports> radiologistReports(int unit, String from, String to) {
    return reports(
        """
        SELECT radiologist, sum(n), sum(assessed), sum(severities),
          sum(iif(reason = 0, n, 0)), sum(iif(reason = 0 AND ai = truth, n, 0))
        FROM stat_radiologists
        WHERE unit = :unit AND radiologist <> '' AND month BETWEEN :from AND :to AND n > 0
        GROUP BY radiologist
        """,
        unit,
        from,
        to);
  }

  /** The reports with each diagnosis. */
  public List<Reports> diagnosticReports(int unit, String from, String to) {
    return reports(
        """
        SELECT diagnostic, sum(n), sum(assessed), sum(severities), sum(compared), sum(agreed)
        FROM stat_diagnostics
        WHERE unit = :unit AND month BETWEEN :from AND :to AND n > 0
        GROUP BY diagnostic
        """,
        unit,
        from,
        to);
  }

  private List<Reports> reports(String sql, int unit, String from, String to) {
    return list(
        query(sql, unit).bind("from", from).bind("to", to),
        row ->
            new Reports(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)));
  }

  /** Month, radiologist, reports. */
  public List<Pair> radiologistMonths(int unit, String from, String to) {
    return pairs(
        """
        SELECT month, radiologist, sum(n) FROM stat_radiologists
        WHERE unit = :unit AND month BETWEEN :from AND :to AND radiologist <> '' AND n > 0
        GROUP BY month, radiologist
        """,
        unit,
        from,
        to);
  }

  /** Month, diagnosis, reports. */
  public List<Pair> diagnosticMonths(int unit, String from, String to) {
    return pairs(
        """
        SELECT month, diagnostic, n FROM stat_diagnostics
        WHERE unit = :unit AND month BETWEEN :from AND :to AND n > 0
        """,
        unit,
        from,
        to);
  }

  /** Radiologist, diagnosis, reports. */
  public List<Pair> radiologistDiagnostics(int unit) {
    return pairs(
        "SELECT radiologist, diagnostic, n FROM stat_radiologist_diagnostics"
            + " WHERE unit = :unit AND :from <= :to AND n > 0",
        unit,
        FIRST,
        LAST);
  }

  /** Diagnosis, region, reports. */
  public List<Pair> diagnosticRegions(int unit) {
    return pairs(
        "SELECT diagnostic, region, n FROM stat_diagnostic_regions"
            + " WHERE unit = :unit AND :from <= :to AND n > 0",
        unit,
        FIRST,
        LAST);
  }

  private List<Pair> pairs(String sql, int unit, String from, String to) {
    return list(
        query(sql, unit).bind("from", from).bind("to", to),
        row -> new Pair(row.getString(1), row.getString(2), row.getLong(3)));
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
              FROM (SELECT DISTINCT diagnostic FROM stat_diagnostics
                WHERE unit = 1 AND diagnostic IN (<names>)) AS d
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
    return list(
        query(
            "SELECT region, latency, n, total FROM stat_latencies WHERE n > 0"
                + " ORDER BY region, latency"),
        row -> new Latency(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  /** Exams by the hour of the day at the site; -1 where it is not known. */
  public Map<Integer, Long> hours() {
    Map<Integer, Long> hours = new TreeMap<>();
    query("SELECT hour, n FROM stat_hours WHERE n > 0")
        .map((row, context) -> Map.entry(row.getInt(1), row.getLong(2)))
        .forEach(entry -> hours.put(entry.getKey(), entry.getValue()));
    return hours;
  }

  /** Exams that were looked at more than once. */
  public List<Looks> looks() {
    return list(
        query("SELECT first_ai, ai, truth, n, looks, gain FROM stat_looks WHERE n > 0"),
        row ->
            new Looks(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)));
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
