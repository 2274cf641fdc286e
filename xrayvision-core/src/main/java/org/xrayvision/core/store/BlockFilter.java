/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;

/**
 * The conditions of an {@link ExamQuery} on the rows of a {@link SearchBlock}; what {@link
 * PageFilter} says in SQL, but for words and UIDs. Immutable once made.
 */
final class BlockFilter {
  private static final int ORDER = 4;
  private static final int POSITIVE = 6;
  private static final int REVIEWED = 8;
  private static final int CORRECT = 10;
  private static final int TWO_BITS = 3;
  private static final int SEVERITY = 15;

  private record OnColumn(int column, Predicate<String> condition) {}

  private final List<OnColumn> columns = new ArrayList<>();
  private int mask;
  private int wanted;
  private int severityFrom;
  private int severityTo = SEVERITY;
  private long from = Long.MIN_VALUE;
  private long before = Long.MAX_VALUE;
  private int statuses = -1;

  private BlockFilter() {}

  static BlockFilter ofExams(ExamQuery query) {
    BlockFilter filter = new BlockFilter();
    filter.addCommon(query);
    filter.equal(SearchBlock.REGION, query.region());
    filter.equal(SearchBlock.PROJECTION, query.projection());
    filter.equal(SearchBlock.MODEL, query.model());
    filter.equal(SearchBlock.RADIOLOGIST, query.radiologist());
    filter.equal(SearchBlock.DIAGNOSTIC, query.diagnostic());
    if (!query.statuses().isEmpty()) {
      Set<String> codes =
          query.statuses().stream().map(ExamStatus::code).collect(Collectors.toUnmodifiableSet());
      filter.columns.add(new OnColumn(SearchBlock.STATUS, codes::contains));
    }
    return filter;
  }

  /** Of a query for readings, what an exam of one must be beside its words. */
  static BlockFilter ofExamsOfReadings(ExamQuery query) {
    BlockFilter filter = new BlockFilter();
    filter.equal(SearchBlock.RADIOLOGIST, query.radiologist());
    filter.equal(SearchBlock.DIAGNOSTIC, query.diagnostic());
    return filter;
  }

  static BlockFilter ofReadings(ExamQuery query) {
    BlockFilter filter = new BlockFilter();
    filter.addCommon(query);
    filter.holds(SearchBlock.REGION, query.region());
    filter.holds(SearchBlock.PROJECTION, query.projection());
    filter.holds(SearchBlock.MODEL, query.model());
    if (!query.statuses().isEmpty()) {
      filter.statuses = ReadingRows.mask(query.statuses());
    }
    return filter;
  }

  private void addCommon(ExamQuery query) {
    yesOrNo(REVIEWED, query.reviewed());
    yesOrNo(POSITIVE, query.positive());
    yesOrNo(CORRECT, query.correct());
    if (query.severity() != null) {
      severityFrom = query.severity().from();
      severityTo = query.severity().to();
    }
    if (query.severityOrder() != null) {
      wanted(
          ORDER,
          switch (query.severityOrder()) {
            case LOWER -> 0;
            case EQUAL -> 1;
            case HIGHER -> 2;
          });
    }
    if (query.from() != null) {
      from = key(query.from());
    }
    if (query.to() != null) {
      before = key(query.to().plusDays(1));
    }
  }

  private static long key(LocalDate day) {
    return CreatedKey.of(day.toString());
  }

  private void yesOrNo(int at, @Nullable Boolean value) {
    if (value != null) {
      wanted(at, value ? 1 : 0);
    }
  }

  private void wanted(int at, int value) {
    mask |= TWO_BITS << at;
    wanted |= value << at;
  }

  private void equal(int column, @Nullable String value) {
    if (value != null) {
      columns.add(new OnColumn(column, value::equals));
    }
  }

  private void holds(int column, @Nullable String value) {
    if (value != null) {
      String part = "," + value + ",";
      columns.add(new OnColumn(column, text -> text.contains(part)));
    }
  }

  /** The rows to which all applies. */
  BitSet of(SearchBlock block) {
    BitSet rows = block.rows();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      int severity = block.facts(row) & SEVERITY;
      long created = block.created(row);
      if ((block.facts(row) & mask) != wanted
          || severity < severityFrom
          || severity > severityTo
          || created < from
          || created >= before) {
        rows.clear(row);
      }
    }
    for (OnColumn each : columns) {
      BlockColumn column = block.column(each.column);
      boolean[] meant = column.meant(each.condition);
      for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        if (!column.isMeant(row, meant)) {
          rows.clear(row);
        }
      }
    }
    return rows;
  }

  /** Of readings, those with one of the statuses asked for, too. */
  BitSet ofReadings(SearchBlock block) {
    BitSet rows = of(block);
    if (statuses >= 0) {
      for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        if ((block.other(row) & statuses) == 0) {
          rows.clear(row);
        }
      }
    }
    return rows;
  }
}
