/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.xrayvision.core.store.StoreSamples.NOON;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;

class SqliteExamListTest extends ExamListContract {
  @TempDir private Path folder;

  @Override
  protected ExamStore open() {
    return SqliteExamStore.open(
        folder.resolve("xrayvision.db"), StoreOptions.defaults(folder.resolve("backup")));
  }

  @Override
  protected void putReport(
      String uid, @Nullable String id, int severity, String summary, String radiologist, int at) {
    outside(
        "INSERT OR REPLACE INTO rad_reports (uid, id, updated, text, severity, summary,"
            + " radiologist) VALUES (?, ?, ?, ?, ?, ?, ?)",
        uid,
        id,
        "2026-03-02 12:00:" + (10 + at),
        "Text of " + id,
        severity,
        summary,
        radiologist);
  }

  @Override
  protected void putReview(String uid, @Nullable Boolean abnormal, int at) {
    outside(
        "INSERT INTO reviews (uid, at, reviewer, abnormal) VALUES (?, ?, 'Dr. Y', ?)",
        uid,
        NOON.plusSeconds(at).toEpochMilli(),
        abnormal);
  }

  @Override
  protected void putStatus(String uid, ExamStatus status) {
    outside("UPDATE exams SET status = ? WHERE uid = ?", status.code(), uid);
  }

  // Written by another program while the store is closed: it follows when it is opened.
  private void outside(String sql, @Nullable Object... values) {
    store.close();
    Database.execute(folder.resolve("xrayvision.db"), sql, values);
    store = open();
  }
}
