/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xrayvision.api.ExamQuery;

/** The rows in some blocks that a search has found, and which of them a page shows. Immutable. */
final class SearchHits {
  /**
   * Rows among which those of a page are, and no others that come before or behind all of them.
   *
   * @param places all of them were found
   * @param skip how many of them, in the list's order, come before the page; not for a page that
   *     follows an exam
   */
  record Some(List<Long> places, int skip) {}

  private record Hits(SearchBlock block, BitSet rows) {}

  private final List<Hits> hits;
  private final int total;

  private SearchHits(List<Hits> hits) {
    this.hits = hits;
    this.total = hits.stream().mapToInt(each -> each.rows.cardinality()).sum();
  }

  static SearchHits ofExams(List<SearchBlock> blocks, ExamQuery query, List<String> words) {
    BlockFilter filter = BlockFilter.ofExams(query);
    List<Hits> hits = new ArrayList<>();
    for (SearchBlock block : blocks) {
      BitSet rows = filter.of(block);
      block.keepMatching(rows, words);
      hits.add(new Hits(block, rows));
    }
    return new SearchHits(hits);
  }

  static SearchHits ofReadings(
      List<SearchBlock> exams, List<SearchBlock> readings, ExamQuery query, List<String> words) {
    BlockFilter ofExams = BlockFilter.ofExamsOfReadings(query);
    BitSet found = new BitSet(readings.size() << SearchBlock.SHIFT);
    for (SearchBlock block : exams) {
      BitSet rows = ofExams.of(block);
      block.keepMatching(rows, words);
      for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        found.set(block.other(row));
      }
    }
    BlockFilter filter = BlockFilter.ofReadings(query);
    List<Hits> hits = new ArrayList<>();
    for (SearchBlock block : readings) {
      BitSet rows = filter.ofReadings(block);
      int first = Math.toIntExact(block.place(0));
      rows.and(found.get(first, first + SearchBlock.ROWS));
      hits.add(new Hits(block, rows));
    }
    return new SearchHits(hits);
  }

  int total() {
    return total;
  }

  /** For a page at an offset. */
  Some page(long offset, int size) {
    if (offset >= total) {
      return new Some(List.of(), 0);
    }
    int from = Math.toIntExact(offset);
    int last = (int) Math.min(total, offset + size) - 1;
    GreatestKeys keys = greatest(last + 1, Long.MAX_VALUE);
    long newest = keys.ofRank(from);
    return new Some(places(keys.ofRank(last), newest), from - above(newest));
  }

  /** For a page that follows an exam that was made at a time (of {@link CreatedKey}). */
  Some behind(long created, int size) {
    int same = 0;
    int older = 0;
    for (Hits each : hits) {
      for (int row = each.rows.nextSetBit(0); row >= 0; row = each.rows.nextSetBit(row + 1)) {
        long key = each.block.created(row);
        same += key == created ? 1 : 0;
        older += key < created ? 1 : 0;
      }
    }
    int most = same + Math.min(older, size);
    return most == 0
        ? new Some(List.of(), 0)
        : new Some(places(greatest(most, created).ofRank(most - 1), created), 0);
  }

  /** The last blocks hold most of the newest rows. */
  private GreatestKeys greatest(int most, long atMost) {
    GreatestKeys keys = new GreatestKeys(most);
    for (int i = hits.size() - 1; i >= 0; i--) {
      Hits each = hits.get(i);
      for (int row = each.rows.nextSetBit(0); row >= 0; row = each.rows.nextSetBit(row + 1)) {
        if (each.block.created(row) <= atMost) {
          keys.add(each.block.created(row));
        }
      }
    }
    return keys;
  }

  private int above(long created) {
    int above = 0;
    for (Hits each : hits) {
      for (int row = each.rows.nextSetBit(0); row >= 0; row = each.rows.nextSetBit(row + 1)) {
        above += each.block.created(row) > created ? 1 : 0;
      }
    }
    return above;
  }

  private List<Long> places(long oldest, long newest) {
    List<Long> places = new ArrayList<>();
    for (Hits each : hits) {
      for (int row = each.rows.nextSetBit(0); row >= 0; row = each.rows.nextSetBit(row + 1)) {
        long created = each.block.created(row);
        if (created >= oldest && created <= newest) {
          places.add(each.block.place(row));
        }
      }
    }
    return places;
  }
}
