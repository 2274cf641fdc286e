/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.ToLongFunction;

/**
 * A row of {@code stat_facts}, and what it counts in which page: the one place that says so.
 * Immutable.
 *
 * @param weight 1 where it is added, -1 where it is taken off
 */
record StatFact(
    int weight,
    int unit,
    String day,
    int hour,
    String region,
    String modality,
    String model,
    String prompt,
    int band,
    int ai,
    int severity,
    int confidence,
    long latency,
    int truth,
    int radSeverity,
    int reason,
    String radiologist,
    String diagnostic,
    long looks,
    int firstAi,
    long gain) {
  private static final int MONTHS = 12;
  private static final int MONTH_LENGTH = 7;
  private static final int YEAR_LENGTH = 4;
  private static final int BITS = 2;

  /** Of a row with a column {@code weight}. */
  static StatFact of(ResultSet row) throws SQLException {
    return new StatFact(
        row.getInt("weight"),
        row.getInt("unit"),
        row.getString("day"),
        row.getInt("hour"),
        row.getString("region"),
        row.getString("modality"),
        row.getString("model"),
        row.getString("prompt"),
        row.getInt("band"),
        row.getInt("ai"),
        row.getInt("severity"),
        row.getInt("confidence"),
        row.getLong("latency"),
        row.getInt("truth"),
        row.getInt("rad_severity"),
        row.getInt("reason"),
        row.getString("radiologist"),
        row.getString("diagnostic"),
        row.getLong("looks"),
        row.getInt("first_ai"),
        row.getLong("gain"));
  }

  /** Where counts go. */
  interface Page {
    void add(long key, long count);
  }

  /** To the pages of its region, model and prompt version. */
  void count(Page page, ToLongFunction<String> ids) {
    long person = ids.applyAsLong(radiologist);
    page.add(StatSection.PROFILE.key(ids.applyAsLong(modality), band + 1, cell()), weight);
    page.add(StatSection.MONTH.key(month(day), 0, cell()), weight);
    page.add(StatSection.RADIOLOGIST.key(person, 0, cell()), weight);
    if (radSeverity >= 0) {
      page.add(StatSection.ASSESSED.key(person, 0, 0), weight);
      page.add(StatSection.SEVERITY_SUM.key(person, 0, 0), (long) weight * radSeverity);
    }
    if (severity >= 0 || radSeverity >= 0) {
      page.add(StatSection.SEVERITY.key(severity + 1L, radSeverity + 1, verdicts()), weight);
    }
    if (reason == 0 && confidence >= 0) {
      page.add(StatSection.CONFIDENCE.key(confidence, 0, ai == truth ? 1 : 0), weight);
    }
    if (unit == 1) {
      page.add(StatSection.HOUR.key(hour + 1L, 0, 0), weight);
    }
    if (latency >= 0) {
      page.add(StatSection.LATENCY.key(rounded(latency), 0, 0), weight);
      page.add(StatSection.LATENCY_SUM.key(rounded(latency), 0, 0), weight * latency);
    }
    if (looks > 1) {
      page.add(StatSection.AGAIN.key(firstAi + 1L, 0, verdicts()), weight);
      page.add(StatSection.LOOKS.key(firstAi + 1L, 0, verdicts()), weight * looks);
      page.add(StatSection.GAIN.key(firstAi + 1L, 0, verdicts()), weight * gain);
    }
  }

  /** To the pages of its radiologist and its region; an empty diagnosis is counted too. */
  void countDiagnosis(Page page, ToLongFunction<String> ids) {
    page.add(StatSection.DIAGNOSIS.key(ids.applyAsLong(diagnostic), 0, 0), weight);
  }

  /** To the page of all diagnoses. */
  void countReport(Page page, ToLongFunction<String> ids) {
    long id = ids.applyAsLong(diagnostic);
    page.add(StatSection.DIAGNOSIS.key(id, 0, 0), weight);
    if (radSeverity >= 0) {
      page.add(StatSection.DIAGNOSIS_ASSESSED.key(id, 0, 0), weight);
      page.add(StatSection.DIAGNOSIS_SEVERITY_SUM.key(id, 0, 0), (long) weight * radSeverity);
    }
    if (reason == 0) {
      page.add(StatSection.DIAGNOSIS_COMPARED.key(id, 0, 0), weight);
      page.add(StatSection.DIAGNOSIS_AGREED.key(id, 0, 0), ai == truth ? weight : 0);
    }
  }

  private int cell() {
    return (reason << (2 * BITS)) | verdicts();
  }

  private int verdicts() {
    return ((ai + 1) << BITS) | (truth + 1);
  }

  static int reason(int cell) {
    return cell >> (2 * BITS);
  }

  static int ai(int cell) {
    return ((cell >> BITS) & 3) - 1;
  }

  static int truth(int cell) {
    return (cell & 3) - 1;
  }

  /** Months since those of the year 0, from 1; 0 without a date. */
  private static long month(String day) {
    return day.isEmpty()
        ? 0
        : MONTHS * Long.parseLong(day.substring(0, YEAR_LENGTH))
            + Long.parseLong(day.substring(YEAR_LENGTH + 1, MONTH_LENGTH));
  }

  /** As {@code YYYY-MM}; empty without a date. */
  static String monthOf(int number) {
    return number == 0
        ? ""
        : String.format("%04d-%02d", (number - 1) / MONTHS, (number - 1) % MONTHS + 1);
  }

  /** Two digits, or a tenth of a second. */
  private static long rounded(long latency) {
    int step = latency < 10_000 ? 100 : latency < 100_000 ? 1_000 : 10_000;
    return (latency + step / 2) / step * step;
  }
}
