/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

/**
 * Statements for {@link SampleData}: four hundred invented exams of 2026, each a reading of its
 * own, most with a report; nine of the mandible, all negative; texts that would be formulas and
 * elements if they were taken for more than texts; and one exam that was looked at twice.
 */
final class FigureData {
  static final String FORMULA = "=HYPERLINK(\"http://192.0.2.1\",\"x\")";
  static final String ELEMENT = "<img src=x onerror=\"document.title='hacked'\">";

  private static final String NUMBERS =
      "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 400) ";

  /** The report's severity: a quarter is positive. */
  private static final String RAD = "CASE WHEN n % 4 = 0 THEN 5 + n % 6 ELSE n % 5 END";

  /** The model's: mostly as the report's, every ninth on the other side. */
  private static final String AI =
      "CASE WHEN n % 9 = 0 THEN (CASE WHEN n % 4 = 0 THEN n % 5 ELSE 5 + n % 5 END)"
          + " WHEN n % 4 = 0 THEN 5 + n % 5 ELSE n % 4 END";

  static final String[] ROWS = {
    NUMBERS
        + "INSERT INTO exams SELECT '1.2.7.' || n, '2920227400233', NULL,"
        + " printf('2026-%02d-%02d %02d:15:00', 1 + n % 11, 1 + n % 28, 6 + n % 15), 'x',"
        + " CASE n % 3 WHEN 0 THEN 'chest' WHEN 1 THEN 'hand' ELSE 'knee' END,"
        + " CASE n % 2 WHEN 0 THEN 'CR' ELSE 'DX' END, 'done', '1.2.6.' || n, NULL FROM numbers",
    NUMBERS
        + "INSERT INTO ai_reports SELECT '1.2.7.' || n, '2026-11-20 08:00:00',"
        + " '2026-11-20 08:00:00', 'text', ("
        + AI
        + ") >= 5, 40 + n * 7 % 60, "
        + AI
        + ", 'x',"
        + " CASE n % 2 WHEN 0 THEN 'medgemma-4b-it' ELSE 'medgemma-27b-it' END,"
        + " 4 + n % 40 / 5.0 FROM numbers",
    NUMBERS
        + "INSERT INTO rad_reports SELECT '1.2.7.' || n, 'F-' || n, '2026-11-20 09:00:00',"
        + " '2026-11-20 09:00:00', 'Text.', NULL, ("
        + RAD
        + ") >= 5, "
        + RAD
        + ","
        + " CASE n % 5 WHEN 0 THEN '"
        + FORMULA
        + "' WHEN 1 THEN '"
        + ELEMENT.replace("'", "''")
        + "' WHEN 2 THEN 'fracture' ELSE 'normal' END, 'radio',"
        + " CASE n % 3 WHEN 0 THEN 'Dr. Zoe Albu' WHEN 1 THEN 'Dr. Ana Zidaru'"
        + " ELSE 'Dr. Mihai Olaru' END, NULL, 'm', 2.5 FROM numbers WHERE n % 10 > 0",
    "UPDATE exams SET region = 'mandible' WHERE uid IN (SELECT uid FROM rad_reports"
        + " WHERE severity < 5 AND uid LIKE '1.2.7.%' AND uid IN"
        + " (SELECT uid FROM ai_reports WHERE severity < 5) ORDER BY uid LIMIT 9)",
  };

  /** What the store keeps of an exam that was looked at again, as of the database in use. */
  static final String[] SECOND_LOOKS = {
    look("1.2.7.4", 1_767_000_000_000L, 9.5, 2),
    look("1.2.7.4", 1_767_100_000_000L, 4.5, 7),
    look("1.2.7.8", 1_767_000_000_000L, 9.5, 8),
    look("1.2.7.8", 1_767_100_000_000L, 6.5, 8),
    "INSERT OR IGNORE INTO stat_pending SELECT DISTINCT reading FROM exam_state"
        + " WHERE uid IN ('1.2.7.4', '1.2.7.8')",
  };

  private FigureData() {}

  private static String look(String uid, long started, double seconds, int severity) {
    return "INSERT INTO ai_runs (uid, started, prompt_version, model, latency, prompt_tokens,"
        + " completion_tokens, text, severity, confidence, summary) VALUES ('%s', %d, 'v1', 'm',"
            .formatted(uid, started)
        + " %s, 1, 1, 'text', %d, 80, 'x')".formatted(seconds, severity);
  }
}
