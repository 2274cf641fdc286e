/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.store.StatSpan.Level;

/**
 * Writes {@code stat_pages}: what facts change is added up by day in memory, days to months, months
 * to years; then each page that is touched is read, added to and written once. Works on the
 * writer's connection.
 */
final class StatPages {
  /** Pages of a region, a model and a prompt version. */
  static final int PARTS = 0;

  /** Pages of a radiologist. */
  static final int RADIOLOGISTS = 1;

  /** Pages of the diagnoses of a region. */
  static final int REGIONS = 2;

  /** Pages of a model and a prompt version. */
  static final int MODELS = 3;

  /** Pages of all diagnoses. */
  static final int DIAGNOSES = 4;

  private static final String KEY = "kind, unit, level, period, name, model, prompt";
  private static final String KEY_VALUES = ":kind, :unit, :level, :period, :name, :model, :prompt";
  private static final String WRITE =
      "INSERT INTO stat_pages ("
          + KEY
          + ", n, positive, counts) VALUES ("
          + KEY_VALUES
          + ", :n, :positive, :counts)"
          + " ON CONFLICT DO UPDATE SET (n, positive, counts)"
          + " = (excluded.n, excluded.positive, excluded.counts)";
  private static final Set<StatSection> NAMED =
      Set.of(StatSection.PROFILE, StatSection.RADIOLOGIST, StatSection.DIAGNOSIS);

  /** Which page. */
  private record Key(
      int kind, int unit, Level level, String period, String name, String model, String prompt) {
    Key at(Level other) {
      return new Key(kind, unit, other, other.of(period), name, model, prompt);
    }

    PreparedBatch bind(PreparedBatch batch) {
      return batch
          .bind("kind", kind)
          .bind("unit", unit)
          .bind("level", level.code())
          .bind("period", period)
          .bind("name", name)
          .bind("model", model)
          .bind("prompt", prompt);
    }
  }

  /** What is added to a page. */
  private record Change(long n, long positive, StatCounts counts) {
    static Change sum(List<Change> parts) {
      return new Change(
          parts.stream().mapToLong(Change::n).sum(),
          parts.stream().mapToLong(Change::positive).sum(),
          StatCounts.sum(parts.stream().map(Change::counts).toList()));
    }

    boolean isNothing() {
      return n == 0 && positive == 0 && counts.isEmpty();
    }
  }

  /** A change in the making. */
  private static final class Sums implements StatFact.Page {
    private final Map<Long, Long> counts = new HashMap<>();
    private long n;
    private long positive;

    @Override
    public void add(long key, long count) {
      counts.merge(key, count, Long::sum);
    }

    void add(StatFact fact) {
      n += fact.weight();
      positive += fact.ai() == 1 ? fact.weight() : 0;
    }

    Change change() {
      return new Change(n, positive, StatCounts.of(counts));
    }
  }

  private record Page(Key key, long n, long positive, StatCounts counts) {
    static Page empty(Key key) {
      return new Page(key, 0, 0, StatCounts.NONE);
    }

    static Page of(ResultSet row) throws SQLException {
      Key key =
          new Key(
              row.getInt("kind"),
              row.getInt("unit"),
              Level.of(row.getInt("level")),
              row.getString("period"),
              row.getString("name"),
              row.getString("model"),
              row.getString("prompt"));
      StatCounts counts = StatCounts.of(row.getBytes("counts"), StatSection.DIAGNOSIS_AGREED);
      return new Page(key, row.getLong("n"), row.getLong("positive"), counts);
    }

    Page plus(@Nullable Change change) {
      return change == null
          ? this
          : new Page(key, n + change.n, positive + change.positive, counts.plus(change.counts));
    }

    void bind(PreparedBatch batch) {
      key.bind(batch).bind("n", n).bind("positive", positive).bind("counts", counts.bytes()).add();
    }
  }

  private StatPages() {}

  /** Adds the facts of {@code stat_delta}. */
  static void add(Handle handle) {
    List<StatFact> facts =
        handle
            .createQuery("SELECT * FROM stat_delta")
            .map((row, context) -> StatFact.of(row))
            .list();
    Map<String, Long> names = names(handle);
    Map<Key, Sums> sums = new HashMap<>();
    facts.forEach(fact -> count(fact, sums, name -> names.getOrDefault(name, 0L)));
    Map<Key, Change> days = new HashMap<>();
    sums.forEach((key, of) -> days.put(key, of.change()));
    Map<Key, Change> months = coarser(days, Level.MONTH);
    Map<Key, Change> all = new HashMap<>(days);
    all.putAll(months);
    all.putAll(coarser(months, Level.YEAR));
    all.values().removeIf(Change::isNothing);
    write(handle, all);
    if (isNameGone(facts)) {
      forgetNames(handle);
    }
  }

  /** The numbers of all names in the facts. */
  private static Map<String, Long> names(Handle handle) {
    String named =
        "SELECT modality FROM stat_delta UNION SELECT radiologist FROM stat_delta"
            + " UNION SELECT diagnostic FROM stat_delta";
    handle.execute("INSERT OR IGNORE INTO stat_names (name) " + named);
    return handle
        .createQuery("SELECT name, id FROM stat_names WHERE name IN (" + named + ")")
        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void count(StatFact fact, Map<Key, Sums> days, ToLongFunction<String> ids) {
    fact.count(sums(days, fact, PARTS, fact.region(), fact.model(), fact.prompt()), ids);
    fact.count(sums(days, fact, MODELS, "", fact.model(), fact.prompt()), ids);
    if (!fact.radiologist().isEmpty()) {
      fact.countDiagnosis(sums(days, fact, RADIOLOGISTS, fact.radiologist(), "", ""), ids);
    }
    if (!fact.diagnostic().isEmpty()) {
      fact.countDiagnosis(sums(days, fact, REGIONS, fact.region(), "", ""), ids);
      fact.countReport(sums(days, fact, DIAGNOSES, "", "", ""), ids);
    }
  }

  private static Sums sums(
      Map<Key, Sums> days, StatFact fact, int kind, String name, String model, String prompt) {
    Key key = new Key(kind, fact.unit(), Level.DAY, fact.day(), name, model, prompt);
    Sums sums = days.computeIfAbsent(key, page -> new Sums());
    sums.add(fact);
    return sums;
  }

  private static Map<Key, Change> coarser(Map<Key, Change> changes, Level level) {
    Map<Key, List<Change>> groups = new HashMap<>();
    changes.forEach(
        (key, change) ->
            groups.computeIfAbsent(key.at(level), page -> new ArrayList<>()).add(change));
    Map<Key, Change> sums = new HashMap<>();
    groups.forEach((key, group) -> sums.put(key, Change.sum(group)));
    return sums;
  }

  /** Reads each page that is touched, adds to it, and writes it. */
  private static void write(Handle handle, Map<Key, Change> changes) {
    touch(handle, changes.keySet());
    Map<Key, Change> fresh = new HashMap<>(changes);
    try (PreparedBatch batch = handle.prepareBatch(WRITE)) {
      handle
          .createQuery(
              "SELECT p.* FROM temp.stat_touched CROSS JOIN stat_pages p USING (" + KEY + ")")
          .map((row, context) -> Page.of(row))
          .forEach(page -> page.plus(fresh.remove(page.key)).bind(batch));
      fresh.forEach((key, change) -> Page.empty(key).plus(change).bind(batch));
      batch.execute();
    }
    handle.execute("DELETE FROM stat_pages WHERE n = 0");
    handle.execute("DELETE FROM temp.stat_touched");
  }

  private static void touch(Handle handle, Set<Key> keys) {
    handle.execute(
        "CREATE TEMP TABLE IF NOT EXISTS stat_touched AS SELECT "
            + KEY
            + " FROM stat_pages WHERE false");
    try (PreparedBatch batch =
        handle.prepareBatch("INSERT INTO temp.stat_touched VALUES (" + KEY_VALUES + ")")) {
      keys.forEach(key -> key.bind(batch).add());
      batch.execute();
    }
  }

  /** Whether something was called by a name that it no longer has. */
  private static boolean isNameGone(List<StatFact> facts) {
    Set<String> gone = new HashSet<>();
    Set<String> left = new HashSet<>(Set.of(""));
    for (StatFact fact : facts) {
      Collections.addAll(
          fact.weight() < 0 ? gone : left, fact.modality(), fact.radiologist(), fact.diagnostic());
    }
    return !left.containsAll(gone);
  }

  /** What nothing is called by any more: a diagnosis is of a patient who may have been erased. */
  private static void forgetNames(Handle handle) {
    Set<Integer> used = new HashSet<>();
    handle
        .createQuery(
            "SELECT counts FROM stat_pages WHERE kind IN (:models, :diagnoses, :people) AND level = :level")
        .bind("models", MODELS)
        .bind("diagnoses", DIAGNOSES)
        .bind("people", RADIOLOGISTS)
        .bind("level", Level.YEAR.code())
        .map((row, context) -> StatCounts.of(row.getBytes(1), StatSection.DIAGNOSIS_AGREED))
        .forEach(
            counts -> {
              for (StatSection section : NAMED) {
                counts.forEach(section, (id, b, c, n) -> used.add(id));
              }
            });
    List<Integer> all = handle.createQuery("SELECT id FROM stat_names").mapTo(Integer.class).list();
    try (PreparedBatch batch = handle.prepareBatch("DELETE FROM stat_names WHERE id = ?")) {
      all.stream().filter(id -> !used.contains(id)).forEach(id -> batch.bind(0, id).add());
      batch.execute();
    }
  }
}
