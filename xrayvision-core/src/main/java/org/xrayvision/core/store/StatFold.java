/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pages that statistics read. A write only notes whose facts may have changed; every few
 * hundred notes, and before statistics are read, they are folded in together: what those readings
 * counted before is taken off, what they count now is added. Works on the writer's connection.
 */
final class StatFold {
  /** An SQL function of the writer's connection: see {@link PlainFunction}. */
  static final String PLAIN_FUNCTION = "xrv_plain";

  /** After so many notes a write folds them in, so that who reads has little left to do. */
  private static final int OFTEN = 256;

  /** Counted up when names are taken out of diagnoses in another way. */
  private static final int PLAIN_FORM = 2;

  private static final int MOST_AT_ONCE = 2_000;
  private static final String FACTS = facts();

  private final int threshold;
  private final AtomicInteger noted = new AtomicInteger();

  StatFold(int severityThreshold) {
    this.threshold = severityThreshold;
  }

  /** Notes readings that were touched, in the transaction that touched them. */
  void note(Handle handle, Set<@Nullable String> readings) {
    try (PreparedBatch batch =
        handle.prepareBatch("INSERT OR IGNORE INTO stat_pending (reading) VALUES (?)")) {
      for (String reading : readings) {
        if (reading != null) {
          batch.bind(0, reading).add();
        }
      }
      batch.execute();
    }
    if (readings.size() > MOST_AT_ONCE) {
      sort(handle);
    }
    if (noted.addAndGet(readings.size()) >= OFTEN) {
      foldAside(handle);
    }
  }

  /** Notes all there are, and all there were. */
  static void noteAll(Handle handle) {
    handle.execute("INSERT OR IGNORE INTO stat_pending SELECT DISTINCT reading FROM exam_state");
    handle.execute("INSERT OR IGNORE INTO stat_pending SELECT DISTINCT reading FROM stat_facts");
    sort(handle);
  }

  /** By time: what is folded in together then lies in few pages. */
  private static void sort(Handle handle) {
    handle.execute(
        "CREATE TEMP TABLE stat_sorted AS SELECT p.reading FROM stat_pending p"
            + " LEFT JOIN readings r ON r.reading = p.reading ORDER BY r.created");
    handle.execute("DELETE FROM stat_pending");
    handle.execute("INSERT INTO stat_pending SELECT reading FROM temp.stat_sorted ORDER BY rowid");
    handle.execute("DROP TABLE temp.stat_sorted");
  }

  /** At opening: notes all, if names were taken out of diagnoses in another way so far. */
  static void noteIfOtherwisePlain(Handle handle) {
    int changed =
        handle
            .createUpdate(
                """
                INSERT INTO store_facts VALUES ('plain_form', :form)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                WHERE value <> excluded.value
                """)
            .bind("form", PLAIN_FORM)
            .execute();
    if (changed > 0) {
      noteAll(handle);
    }
  }

  static boolean isBehind(Handle handle) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM stat_pending)")
        .mapTo(Boolean.class)
        .one();
  }

  /** Figures must not cost an object its place: if they fail here, who asks for them is told. */
  private void foldAside(Handle handle) {
    handle.execute("SAVEPOINT figures");
    try {
      fold(handle);
    } catch (RuntimeException e) {
      handle.execute("ROLLBACK TO figures");
    }
    handle.execute("RELEASE figures");
  }

  /**
   * Folds in what was noted, some thousand readings at most.
   *
   * @return whether more is left
   */
  boolean fold(Handle handle) {
    noted.set(0);
    prepare(handle);
    handle
        .createUpdate(
            "INSERT INTO stat_batch SELECT reading FROM stat_pending ORDER BY rowid LIMIT :most")
        .bind("most", MOST_AT_ONCE)
        .execute();
    handle.createUpdate(FACTS).bind("threshold", threshold).execute();
    StatPages.add(handle);
    handle.execute("DELETE FROM stat_facts WHERE reading IN (SELECT reading FROM temp.stat_batch)");
    handle.execute("INSERT INTO stat_facts SELECT * FROM temp.stat_new");
    handle.execute(
        "DELETE FROM stat_pending WHERE reading IN (SELECT reading FROM temp.stat_batch)");
    handle.execute("UPDATE store_facts SET value = value + 1 WHERE name = 'statistics_version'");
    handle.execute("DELETE FROM temp.stat_batch");
    handle.execute("DELETE FROM temp.stat_new");
    return isBehind(handle);
  }

  /** Tables of the connection's own, in memory, empty between folds. */
  private static void prepare(Handle handle) {
    handle.execute(
        "CREATE TEMP TABLE IF NOT EXISTS stat_batch (reading TEXT PRIMARY KEY) WITHOUT ROWID");
    handle.execute(
        "CREATE TEMP TABLE IF NOT EXISTS stat_new AS SELECT * FROM stat_facts WHERE false");
    handle.execute(
        """
        CREATE TEMP VIEW IF NOT EXISTS stat_delta AS
        SELECT -1 AS weight, * FROM stat_facts WHERE reading IN (SELECT reading FROM stat_batch)
        UNION ALL SELECT 1, * FROM stat_new
        """);
  }

  private static String facts() {
    try (InputStream in = StatFold.class.getResourceAsStream("statistics/facts.sql")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no statistics/facts.sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("statistics/facts.sql cannot be read", e);
    }
  }
}
