/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;

/** The same after a night, when the planner knows how much there is of what. */
final class AnalyzedQueryPlanTest extends QueryPlanTest {
  @Override
  void prepare(SqliteExamStore store, Path database) {
    Database.script(
        database,
        """
        BEGIN;
        CREATE TABLE numbers AS
        WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 2000)
        SELECT value FROM n;
        INSERT INTO patients SELECT 'p' || value, NULL, 'n', NULL, NULL
        FROM numbers WHERE value <= 500;
        INSERT INTO exams SELECT '1.' || value, 'p' || (1 + value % 500), NULL,
          datetime('2024-01-01', '+' || value || ' minutes'), 'Torace', 'chest', 'CR',
          CASE WHEN value % 997 = 0 THEN 'queued' WHEN value % 101 = 0 THEN 'error' ELSE 'done' END,
          's' || (value / 2), 'e'
        FROM numbers;
        INSERT INTO ai_reports SELECT '1.' || value, '2024-01-01 00:00:00', '2024-01-01 00:00:00',
          'x', 0, 90, value % 11, 'x', 'm', 3 FROM numbers;
        INSERT INTO rad_reports (uid, text, severity, summary, radiologist)
        SELECT '1.' || value, 'x', value % 11, 'd' || (value % 40), 'r' || (value % 9)
        FROM numbers WHERE value % 2 = 1;
        DROP TABLE numbers;
        COMMIT;
        """);
    store.requeue("1.1", Instant.now());
    store.upkeep().analyze();
    assertThat(Database.rows(database, "SELECT count(*) > 5 FROM sqlite_stat1"))
        .containsExactly("1");
  }
}
