/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The words of a search, and where the exams are that may hold them all. An exam is found if each
 * word stands in its own text (its UID and its patient's); so it is one of a patient in whose text
 * all stand, or a word stands in its UID. A place is a rowid in {@code exam_state}; what is found
 * there is looked at before it is shown, so that an index that names too much does no harm.
 * Immutable.
 */
final class Search {
  /** From more exams on, a walk in the list's order fills a page sooner. */
  static final int FEW = 5_000;

  /** Of three characters each, at the end of a word, where UIDs differ. */
  private static final int TRIGRAMS = 5;

  private static final int TRIGRAM = 3;

  /** All that a UID may consist of (PS3.5 §9.1); of other words its folded text holds none. */
  private static final Pattern NUMBER = Pattern.compile("[0-9.]+");

  private static final String OF_PERSONS =
      """
      SELECT count(*) AS n, json_group_array(place) AS places FROM (
        SELECT s.rowid AS place FROM search_patients p
        CROSS JOIN exam_state s INDEXED BY exam_state_patient ON s.patient = p.patient
        WHERE %s LIMIT :most)
      """;

  private static final String OF_STRANGE_UIDS =
      "SELECT * FROM (SELECT rowid AS place FROM exam_state INDEXED BY exam_state_strange WHERE "
          + SearchRows.STRANGE
          + " LIMIT :most)";

  private static final String OF_UIDS =
      """
       UNION SELECT * FROM
        (SELECT rowid FROM search_uids WHERE search_uids MATCH :trigrams LIMIT :most)
      UNION SELECT * FROM
        (SELECT rowid FROM exam_state WHERE rowid > (SELECT place FROM search_through)
          LIMIT :most)
      """;

  private final List<String> words;
  private final @Nullable String persons;
  private final @Nullable String uids;

  private Search(List<String> words, @Nullable String persons, @Nullable String uids) {
    this.words = words;
    this.persons = persons;
    this.uids = uids;
  }

  /** A search that looks at every exam. */
  static Search everywhere(@Nullable String text) {
    return new Search(words(text), null, null);
  }

  /** The words; first those that are likely to stand in fewest texts. */
  static List<String> words(@Nullable String text) {
    List<String> words = new ArrayList<>(text == null ? List.of() : Folding.words(text));
    words.sort(
        Comparator.<String>comparingInt(word -> -word.length())
            .thenComparing(word -> !isNumber(word)));
    return Collections.unmodifiableList(words);
  }

  static boolean isNumber(String word) {
    return NUMBER.matcher(word).matches();
  }

  /** A search of which is known where it need look. */
  static Search of(Handle handle, @Nullable String text) {
    List<String> words = words(text);
    // One or two digits stand in most UIDs: they are looked for among what the other words find.
    List<String> telling =
        words.stream().filter(word -> word.length() >= TRIGRAM || !isNumber(word)).toList();
    List<String> numbers = telling.stream().filter(Search::isNumber).toList();
    List<String> others = telling.stream().filter(word -> !isNumber(word)).toList();
    if (telling.isEmpty()) {
      return new Search(words, null, null);
    }
    String uids = byUid(handle, numbers);
    if (uids != null) {
      return new Search(words, ofPersons(handle, telling), uids);
    }
    if (others.isEmpty()) {
      return new Search(words, null, null);
    }
    String strange = byUid(handle, List.of());
    return new Search(words, strange == null ? null : ofPersons(handle, others), strange);
  }

  /** The places of the exams of these persons; null if they are many. */
  private static @Nullable String ofPersons(Handle handle, List<String> words) {
    Query query = handle.createQuery(OF_PERSONS.formatted(matches(words, "p.text")));
    return places(query.bindMap(values(words)));
  }

  /** The places of UIDs that may hold one of these numbers or another word; null if many. */
  private static @Nullable String byUid(Handle handle, List<String> numbers) {
    String sql =
        "SELECT count(*) AS n, json_group_array(place) AS places FROM ("
            + OF_STRANGE_UIDS
            + (numbers.isEmpty() ? "" : OF_UIDS)
            + ")";
    Query query = handle.createQuery(sql);
    return places(numbers.isEmpty() ? query : query.bind("trigrams", trigrams(numbers)));
  }

  private static @Nullable String places(Query query) {
    return query
        .bind("most", FEW + 1)
        .map(
            (row, context) ->
                row.getInt("n") > FEW
                    ? Optional.<String>empty()
                    : Optional.of(row.getString("places")))
        .one()
        .orElse(null);
  }

  /** In the language of FTS5: all of one number, or all of another; digits and dots, quoted. */
  private static String trigrams(List<String> numbers) {
    List<String> any = new ArrayList<>();
    for (String number : numbers) {
      List<String> all = new ArrayList<>();
      for (int at = number.length() - TRIGRAM; at >= 0 && all.size() < TRIGRAMS; at--) {
        all.add('"' + number.substring(at, at + TRIGRAM) + '"');
      }
      any.add('(' + String.join(" AND ", all) + ')');
    }
    return String.join(" OR ", any);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** Whether only the exams at some places need be looked at. */
  boolean isFew() {
    return persons != null && uids != null;
  }

  /** Where the exams are looked for: what stands behind FROM. */
  String source() {
    return isFew()
        ? "(SELECT value AS place FROM json_each(:persons) UNION SELECT value FROM"
            + " json_each(:uids)) AS f CROSS JOIN exam_state ON exam_state.rowid = f.place"
        : "exam_state";
  }

  /** The condition that a text holds all words. */
  String matches(String column) {
    return matches(words, column);
  }

  private static String matches(List<String> words, String column) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      conditions.add("instr(" + column + ", :word" + i + ") > 0");
    }
    return String.join(" AND ", conditions);
  }

  /** What the condition and the source are bound to. */
  Map<String, String> values() {
    Map<String, String> values = values(words);
    if (persons != null && uids != null) {
      values.put("persons", persons);
      values.put("uids", uids);
    }
    return values;
  }

  private static Map<String, String> values(List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      values.put("word" + i, words.get(i));
    }
    return values;
  }
}
