/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;

/** The events: what wakes listeners, and each exam's journal. */
final class EventLog {
  private static final String PURGED = "events_purged_through";
  private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();
  private static final ObjectReader READER =
      JsonMapper.builder().build().readerFor(new TypeReference<Map<String, String>>() {});

  private EventLog() {}

  static void append(
      Handle handle, Instant at, String kind, @Nullable String uid, Map<String, String> payload) {
    handle
        .createUpdate(
            "INSERT INTO events (at, kind, uid, payload) VALUES (:at, :kind, :uid, :payload)")
        .bind("at", at.toEpochMilli())
        .bind("kind", kind)
        .bind("uid", uid)
        .bind("payload", json(payload))
        .execute();
  }

  static List<ExamEvent> after(Handle handle, long seq, int max) {
    return handle
        .createQuery("SELECT * FROM events WHERE seq > :seq ORDER BY seq LIMIT :max")
        .bind("seq", seq)
        .bind("max", max)
        .map((row, context) -> event(row))
        .list();
  }

  static List<ExamEvent> about(Handle handle, String uid) {
    return handle
        .createQuery("SELECT * FROM events WHERE uid = :uid ORDER BY seq")
        .bind("uid", uid)
        .map((row, context) -> event(row))
        .list();
  }

  /** When something of these kinds happened to an exam last, or empty. */
  static Optional<Instant> last(Handle handle, String uid, List<String> kinds) {
    return handle
        .createQuery(
            "SELECT at FROM events WHERE uid = :uid AND kind IN (<kinds>) ORDER BY seq DESC LIMIT 1")
        .bind("uid", uid)
        .bindList("kinds", kinds)
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  static long lastSeq(Handle handle) {
    return handle
        .createQuery("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  static long purgedThrough(Handle handle) {
    return handle
        .createQuery("SELECT value FROM store_facts WHERE name = :name")
        .bind("name", PURGED)
        .mapTo(Long.class)
        .one();
  }

  /** Deletes the rows before an instant that are about no exam, and remembers how far. */
  static int purge(Handle handle, Instant before) {
    handle
        .createUpdate(
            """
            UPDATE store_facts SET value = max(value, (
              SELECT coalesce(max(seq), 0) FROM events WHERE uid IS NULL AND at < :before))
            WHERE name = :name
            """)
        .bind("before", before.toEpochMilli())
        .bind("name", PURGED)
        .execute();
    return handle
        .createUpdate("DELETE FROM events WHERE uid IS NULL AND at < :before")
        .bind("before", before.toEpochMilli())
        .execute();
  }

  private static ExamEvent event(ResultSet row) throws SQLException {
    return new StoredEvent(
        row.getLong("seq"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("kind"),
        row.getString("uid"),
        payload(row.getString("payload")));
  }

  private static String json(Map<String, String> payload) {
    try {
      return WRITER.writeValueAsString(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a payload of strings cannot fail to be JSON", e);
    }
  }

  private static Map<String, String> payload(String json) throws SQLException {
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new SQLException("an events row holds no JSON object of strings", e);
    }
  }
}
