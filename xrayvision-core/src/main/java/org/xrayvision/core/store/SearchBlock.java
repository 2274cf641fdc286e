/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code exam_state} or of {@code readings} at some successive places, as they were
 * when they had been changed so many times: what a search asks of them. Immutable.
 */
final class SearchBlock {
  /** As in the triggers that count the changes. */
  static final int SHIFT = 10;

  static final int ROWS = 1 << SHIFT;

  /** Number of a column. */
  static final int STATUS = 0;

  static final int REGION = 1;
  static final int PROJECTION = 2;
  static final int MODEL = 3;
  static final int RADIOLOGIST = 4;
  static final int DIAGNOSTIC = 5;

  // What no query asks for is one value above those that may be asked for.
  private static final String FACTS =
      """
      (CASE WHEN %1$s.severity BETWEEN 0 AND 10 THEN %1$s.severity ELSE 15 END)
        | (CASE WHEN %1$s.severity_order BETWEEN -1 AND 1 THEN %1$s.severity_order + 1 ELSE 3 END
          << 4)
        | (CASE WHEN %1$s.positive IN (0, 1) THEN %1$s.positive ELSE 3 END << 6)
        | (CASE WHEN %1$s.reviewed IN (0, 1) THEN %1$s.reviewed ELSE 3 END << 8)
        | (CASE WHEN %1$s.correct IN (0, 1) THEN %1$s.correct ELSE 3 END << 10) AS facts
      """;

  private static final String EXAMS =
      """
      SELECT s.rowid AS place, s.created, %s, s.search, coalesce(r.rowid, 0) AS reading,
        s.status, s.region, s.projection, s.model, s.radiologist, s.diagnostic
      FROM exam_state s LEFT JOIN readings r ON r.reading = s.reading
      WHERE s.rowid BETWEEN :first AND :last ORDER BY s.rowid
      """
          .formatted(FACTS.formatted("s"));

  private static final String READINGS =
      """
      SELECT r.rowid AS place, r.created, %s, r.statuses, r.regions, r.projections, r.models
      FROM readings r WHERE r.rowid BETWEEN :first AND :last ORDER BY r.rowid
      """
          .formatted(FACTS.formatted("r"));

  private static final List<String> EXAM_COLUMNS =
      List.of("status", "region", "projection", "model", "radiologist", "diagnostic");
  private static final List<String> READING_COLUMNS =
      List.of("", "regions", "projections", "models");

  private final int block;
  private final long version;
  private final BitSet rows = new BitSet(ROWS);
  private final long[] created = new long[ROWS];
  private final short[] facts = new short[ROWS];

  /** Of exams, the places of their readings; of readings, a bit for each status. */
  private final int[] others = new int[ROWS];

  private final List<BlockColumn> columns = new ArrayList<>();
  private final @Nullable BlockTexts texts;

  private SearchBlock(Handle handle, int block, long version, boolean exams) {
    this.block = block;
    this.version = version;
    BlockTexts.@Nullable Builder words = exams ? new BlockTexts.Builder() : null;
    List<String> names = exams ? EXAM_COLUMNS : READING_COLUMNS;
    List<BlockColumn.Builder> builders =
        names.stream().map(n -> new BlockColumn.Builder()).toList();
    handle
        .createQuery(exams ? EXAMS : READINGS)
        .bind("first", (long) block << SHIFT)
        .bind("last", ((block + 1L) << SHIFT) - 1)
        .scanResultSet(
            (result, context) -> {
              ResultSet row = result.get();
              while (row.next()) {
                int number = number(row);
                others[number] = row.getInt(exams ? "reading" : "statuses");
                if (words != null) {
                  words.set(number, row.getString("search"));
                }
                for (int i = 0; i < names.size(); i++) {
                  if (!names.get(i).isEmpty()) {
                    builders.get(i).set(number, row.getString(names.get(i)));
                  }
                }
              }
              return rows.cardinality();
            });
    builders.forEach(builder -> columns.add(builder.build()));
    this.texts = words == null ? null : words.build();
  }

  private int number(ResultSet row) throws SQLException {
    int number = (int) (row.getLong("place") & (ROWS - 1));
    rows.set(number);
    created[number] = CreatedKey.of(row.getString("created"));
    facts[number] = row.getShort("facts");
    return number;
  }

  static SearchBlock ofExams(Handle handle, int block, long version) {
    return new SearchBlock(handle, block, version, true);
  }

  static SearchBlock ofReadings(Handle handle, int block, long version) {
    return new SearchBlock(handle, block, version, false);
  }

  long version() {
    return version;
  }

  long place(int row) {
    return ((long) block << SHIFT) + row;
  }

  long created(int row) {
    return created[row];
  }

  int facts(int row) {
    return facts[row];
  }

  /** Of an exam, the place of its reading, 0 for none; of a reading, a bit for each status. */
  int other(int row) {
    return others[row];
  }

  BlockColumn column(int number) {
    return columns.get(number);
  }

  /** A copy. */
  BitSet rows() {
    return (BitSet) rows.clone();
  }

  /** Of exams: takes those rows out that do not hold each word. */
  void keepMatching(BitSet some, List<String> words) {
    if (texts != null) {
      texts.keepMatching(some, words);
    }
  }

  /** About how much memory it takes. */
  long bytes() {
    long sum = ROWS * (8L + 2 + 4) + 512;
    for (BlockColumn column : columns) {
      sum += column.bytes();
    }
    return sum + (texts == null ? 0 : texts.bytes());
  }
}
