/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.patient;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamQuery;

class SqliteRecordStoreTest extends RecordStoreContract {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("xrayvision.db");
  }

  @Override
  protected ExamStore open() {
    return SqliteExamStore.open(file(), StoreOptions.defaults(folder.resolve("backup")));
  }

  /** Kept by triggers, they must be what a walk would count. */
  @Test
  void theCountsOfReadingsAreWhatAWalkCounts() {
    addDone(store, exam("1.1", patient("a"), "s1", "chest", NOON), 8);
    addDone(store, exam("1.2", patient("a"), "s1", "chest", NOON.plusSeconds(1)), 2);
    addDone(store, exam("2.1", patient("a"), "s2", "hand", NOON.plusSeconds(2)), 2);
    store.reports().review("1.1", "x", true, NOON);
    store.reports().review("1.1", "x", null, NOON.plusSeconds(1));
    store.requeue("2.1", NOON);

    String columns = "statuses, regions, severity, positive, severity_order, reviewed, correct";
    assertThat(
            Database.rows(
                file(),
                "SELECT " + columns + ", n FROM reading_counts WHERE n <> 0 ORDER BY " + columns))
        .isEqualTo(
            Database.rows(
                file(),
                "SELECT "
                    + columns
                    + ", count(*) FROM readings GROUP BY "
                    + columns
                    + " ORDER BY "
                    + columns));
  }

  @Test
  void whatAnotherProgramDeletedIsInNoReading() {
    addDone(store, exam("1.1", patient("a"), "s1", "chest", NOON), 8);
    addDone(store, exam("2.1", patient("a"), "s2", "chest", NOON.plusSeconds(1)), 8);
    store.close();
    Database.execute(file(), "DELETE FROM ai_reports WHERE uid = '1.1'");
    Database.execute(file(), "DELETE FROM exams WHERE uid = '1.1'");
    store = open();

    assertThat(store.records().readings(ExamQuery.all(1, 10)).readings())
        .extracting(reading -> reading.uid())
        .isEqualTo(List.of("2.1"));
  }
}
