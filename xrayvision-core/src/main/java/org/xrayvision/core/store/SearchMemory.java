/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;

/**
 * Copies in memory of what a search looks at, block by block, so that one that finds very many rows
 * looks at all of them as quickly as at few. A copy is used only in a moment in which its rows were
 * changed as often as when it was made; the database counts the changes, so that nothing here can
 * be out of date. Safe for threads.
 */
final class SearchMemory implements AutoCloseable {
  /** So many blocks are copied by who searches; more are copied aside, and searched without. */
  static final int AT_ONCE = 32;

  /** Changes with each VACUUM, which moves rows and which no trigger hears of. */
  private static final int SCHEMA_SHIFT = 36;

  private static final int MOST_BLOCKS = 1 << 16;
  private static final int LAST_YEAR = 9_999;

  private final SearchFiller filler;
  private final long mostBytes;
  private final Map<Integer, SearchBlock> exams = new ConcurrentHashMap<>();
  private final Map<Integer, SearchBlock> readings = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean tooMuch;

  /**
   * @param mostBytes above which there are no copies
   */
  SearchMemory(SearchFiller.Reads reads, long mostBytes) {
    this.mostBytes = mostBytes;
    this.filler = new SearchFiller(() -> reads.read(this::fill));
  }

  /** Of the memory that there may be at most. */
  static long share() {
    return Runtime.getRuntime().maxMemory() / 6;
  }

  /** Whether there are too many rows to be copied by who searches first. */
  static boolean isMuch(Handle handle) {
    return versions(handle, true).length > AT_ONCE || versions(handle, false).length > AT_ONCE;
  }

  /** Makes copies aside. */
  void prepare() {
    filler.start();
  }

  /** The exams that are found; empty if there are no copies of this moment. */
  Optional<SearchHits> exams(Handle handle, ExamQuery query, List<String> words) {
    if (!isUsualYears(query)) {
      return Optional.empty();
    }
    List<SearchBlock> blocks = blocks(handle, true);
    return blocks == null
        ? Optional.empty()
        : Optional.of(SearchHits.ofExams(blocks, query, words));
  }

  /** The readings that are found; empty if there are no copies of this moment. */
  Optional<SearchHits> readings(Handle handle, ExamQuery query, List<String> words) {
    if (!isUsualYears(query)) {
      return Optional.empty();
    }
    List<SearchBlock> ofExams = blocks(handle, true);
    List<SearchBlock> ofReadings = ofExams == null ? null : blocks(handle, false);
    return ofExams == null || ofReadings == null
        ? Optional.empty()
        : Optional.of(SearchHits.ofReadings(ofExams, ofReadings, query, words));
  }

  /** Others do not order as texts. */
  private static boolean isUsualYears(ExamQuery query) {
    return isUsual(query.from()) && isUsual(query.to());
  }

  private static boolean isUsual(@Nullable LocalDate day) {
    return day == null || (day.getYear() >= 0 && day.getYear() < LAST_YEAR);
  }

  /** All blocks as they are at this moment, or null. */
  private @Nullable List<SearchBlock> blocks(Handle handle, boolean ofExams) {
    if (tooMuch) {
      return null;
    }
    long[] versions = versions(handle, ofExams);
    List<Integer> stale = stale(versions, ofExams);
    if (stale.size() > AT_ONCE) {
      filler.start();
      return null;
    }
    // Another thread may replace a copy by one of another moment.
    List<SearchBlock> blocks = new ArrayList<>();
    for (int block = 0; block < versions.length; block++) {
      SearchBlock copy = copies(ofExams).get(block);
      blocks.add(
          copy != null && copy.version() == versions[block]
              ? copy
              : load(handle, block, versions[block], ofExams));
    }
    return tooMuch ? null : blocks;
  }

  private List<Integer> stale(long[] versions, boolean ofExams) {
    List<Integer> stale = new ArrayList<>();
    for (int block = 0; block < versions.length; block++) {
      SearchBlock copy = copies(ofExams).get(block);
      if (copy == null || copy.version() != versions[block]) {
        stale.add(block);
      }
    }
    return stale;
  }

  private Map<Integer, SearchBlock> copies(boolean ofExams) {
    return ofExams ? exams : readings;
  }

  private SearchBlock load(Handle handle, int block, long version, boolean ofExams) {
    SearchBlock made =
        ofExams
            ? SearchBlock.ofExams(handle, block, version)
            : SearchBlock.ofReadings(handle, block, version);
    SearchBlock before = copies(ofExams).put(block, made);
    long now = bytes.addAndGet(made.bytes() - (before == null ? 0 : before.bytes()));
    if (now > mostBytes) {
      tooMuch = true;
      forget();
    }
    return made;
  }

  private static long[] versions(Handle handle, boolean ofExams) {
    String column = ofExams ? "exams" : "readings";
    long last =
        handle
            .createQuery(
                "SELECT coalesce(max(rowid), 0) FROM " + (ofExams ? "exam_state" : "readings"))
            .mapTo(Long.class)
            .one();
    long schema =
        handle.createQuery("PRAGMA schema_version").mapTo(Long.class).one() << SCHEMA_SHIFT;
    int blocks = (int) Math.min(MOST_BLOCKS, (last >> SearchBlock.SHIFT) + 1);
    long[] versions = new long[blocks];
    Arrays.fill(versions, schema);
    handle
        .createQuery("SELECT block, " + column + " AS version FROM search_blocks")
        .scanResultSet(
            (result, context) -> {
              ResultSet row = result.get();
              while (row.next()) {
                int block = row.getInt(1);
                if (block < blocks) {
                  versions[block] = schema | row.getLong(2);
                }
              }
              return blocks;
            });
    return versions;
  }

  /** One turn of the filler: whether another one is needed. */
  private boolean fill(Handle handle) {
    boolean more = false;
    for (boolean ofExams : new boolean[] {true, false}) {
      long[] versions = versions(handle, ofExams);
      List<Integer> stale = stale(versions, ofExams);
      for (int block : stale.subList(0, Math.min(AT_ONCE, stale.size()))) {
        if (!tooMuch) {
          load(handle, block, versions[block], ofExams);
        }
      }
      more |= stale.size() > AT_ONCE;
    }
    return more && !tooMuch;
  }

  /** Forgets the copies that are not of this moment: some hold what was erased. */
  boolean forgetChanged(Handle handle) {
    for (boolean ofExams : new boolean[] {true, false}) {
      for (int block : stale(versions(handle, ofExams), ofExams)) {
        SearchBlock copy = copies(ofExams).remove(block);
        bytes.addAndGet(copy == null ? 0 : -copy.bytes());
      }
    }
    return true;
  }

  /** Forgets all copies. */
  void forget() {
    exams.clear();
    readings.clear();
    bytes.set(0);
  }

  @Override
  public void close() {
    filler.close();
    forget();
  }
}
