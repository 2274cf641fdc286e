/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Refusal;

/** What the door and the picture stage write. */
final class Arrivals {
  /** The flag that keeps a picture from leaving the house unblanked; told in the event. */
  private static final String BURNED_IN = "burned-in";

  /** Older refusals are forgotten: a peer that is refused for ever must not fill the disk. */
  static final int MAX_REFUSALS = 10_000;

  private Arrivals() {}

  static Optional<StoredInstance> instance(Handle handle, String uid) {
    return handle
        .createQuery(
            "SELECT uid, status, sha256, length, conflict FROM exam_state WHERE uid = :uid")
        .bind("uid", uid)
        .map(
            (row, context) ->
                new StoredInstance(
                    row.getString("uid"),
                    ExamStatus.ofCode(row.getString("status")).orElseThrow(),
                    row.getString("sha256"),
                    row.getLong("length"),
                    row.getBoolean("conflict")))
        .findOne();
  }

  static boolean add(Tx tx, NewExam exam) {
    if (ExamMoves.status(tx.handle(), exam.uid()).isPresent()) {
      return false;
    }
    insertOrFill(tx.handle(), exam.patient());
    insertExam(tx.handle(), exam);
    tx.refresh();
    completeState(tx.handle(), exam);
    tx.event(
        exam.received(),
        ExamEvent.RECEIVED,
        exam.uid(),
        ExamMoves.payload(
            "sender",
            exam.sender(),
            "modality",
            exam.modality(),
            "burnedIn",
            exam.flags().contains(BURNED_IN) ? "yes" : null));
    return true;
  }

  private static void insertOrFill(Handle handle, Patient patient) {
    handle
        .createUpdate(
            """
                INSERT INTO patients (cnp, id, name, birthdate, sex)
                VALUES (:cnp, :id, :name, :birthdate, :sex)
                ON CONFLICT (cnp) DO UPDATE SET
                  id = coalesce(nullif(id, ''), excluded.id),
                  name = coalesce(nullif(name, ''), excluded.name),
                  birthdate = coalesce(nullif(birthdate, ''), excluded.birthdate),
                  sex = coalesce(nullif(sex, ''), excluded.sex)
                WHERE (coalesce(id, '') = '' AND excluded.id IS NOT NULL)
                  OR (coalesce(name, '') = '' AND excluded.name IS NOT NULL)
                  OR (coalesce(birthdate, '') = '' AND excluded.birthdate IS NOT NULL)
                  OR (coalesce(sex, '') = '' AND excluded.sex IS NOT NULL)
                """)
        .bind("cnp", patient.key())
        .bind("id", patient.hisId())
        .bind("name", patient.name())
        .bind("birthdate", text(patient.birthDate()))
        .bind("sex", text(patient.sex()))
        .execute();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static void insertExam(Handle handle, NewExam exam) {
    handle
        .createUpdate(
            """
            INSERT INTO exams (uid, cnp, created, protocol, region, type, status, study, series)
            VALUES (:uid, :cnp, :created, :protocol, :region, :type, 'none', :study, :series)
            """)
        .bind("uid", exam.uid())
        .bind("cnp", exam.patient().key())
        .bind("created", Times.text(exam.created()))
        .bind("protocol", exam.protocol())
        .bind("region", exam.region())
        .bind("type", exam.modality())
        .bind("study", exam.studyUid())
        .bind("series", exam.seriesUid())
        .execute();
  }

  private static void completeState(Handle handle, NewExam exam) {
    handle
        .createUpdate(
            """
            UPDATE exam_state SET received = :received, sha256 = :sha256, length = :length,
              transfer_syntax = :transferSyntax, projection = :projection, sender = :sender,
              flags = :flags, accession_number = :accession
            WHERE uid = :uid
            """)
        .bind("uid", exam.uid())
        .bind("received", exam.received().toEpochMilli())
        .bind("sha256", exam.sha256())
        .bind("length", exam.length())
        .bind("transferSyntax", exam.transferSyntaxUid())
        .bind("projection", exam.projection())
        .bind("sender", exam.sender())
        .bind("accession", exam.accessionNumber())
        .bind("flags", String.join(" ", exam.flags().stream().sorted().toList()))
        .execute();
  }

  static void addConflict(Tx tx, String uid, ConflictingObject object) {
    int flagged =
        tx.handle()
            .createUpdate("UPDATE exam_state SET conflict = 1 WHERE uid = :uid")
            .bind("uid", uid)
            .execute();
    if (flagged == 0) {
      throw new IllegalArgumentException("no exam " + uid + " that another could conflict with");
    }
    int added =
        tx.handle()
            .createUpdate(
                """
                INSERT INTO conflicts (file_name, uid, sha256, length, sender, received)
                VALUES (:fileName, :uid, :sha256, :length, :sender, :received)
                ON CONFLICT (file_name) DO NOTHING
                """)
            .bind("fileName", object.fileName())
            .bind("uid", uid)
            .bind("sha256", object.sha256())
            .bind("length", object.length())
            .bind("sender", object.sender())
            .bind("received", object.received().toEpochMilli())
            .execute();
    if (added > 0) {
      tx.event(
          object.received(),
          ExamEvent.CONFLICT,
          uid,
          ExamMoves.payload("sender", object.sender(), "sha256", object.sha256()));
    }
  }

  static boolean renameConflict(Handle handle, String fileName, String newFileName) {
    return handle
            .createUpdate("UPDATE conflicts SET file_name = :new WHERE file_name = :old")
            .bind("old", fileName)
            .bind("new", newFileName)
            .execute()
        > 0;
  }

  static List<ConflictingObject> conflicts(Handle handle, String uid) {
    return handle
        .createQuery("SELECT * FROM conflicts WHERE uid = :uid ORDER BY received, file_name")
        .bind("uid", uid)
        .map(
            (row, context) ->
                new ConflictingObject(
                    row.getString("file_name"),
                    row.getString("sha256"),
                    row.getLong("length"),
                    row.getString("sender"),
                    Instant.ofEpochMilli(row.getLong("received"))))
        .list();
  }

  static void refuse(Tx tx, Refusal refusal) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO refusals (at, peer, ae_title, sop_class, status, reason)
            VALUES (:at, :peer, :aeTitle, :sopClass, :status, :reason)
            """)
        .bind("at", refusal.at().toEpochMilli())
        .bind("peer", refusal.peer())
        .bind("aeTitle", refusal.aeTitle())
        .bind("sopClass", refusal.sopClassUid())
        .bind("status", refusal.status())
        .bind("reason", refusal.reason())
        .execute();
    tx.handle()
        .createUpdate("DELETE FROM refusals WHERE seq <= last_insert_rowid() - :max")
        .bind("max", MAX_REFUSALS)
        .execute();
  }

  static List<Refusal> refusals(Handle handle, int max) {
    return handle
        .createQuery("SELECT * FROM refusals ORDER BY seq DESC LIMIT :max")
        .bind("max", max)
        .map(
            (row, context) ->
                new Refusal(
                    Instant.ofEpochMilli(row.getLong("at")),
                    row.getString("peer"),
                    row.getString("ae_title"),
                    row.getString("sop_class"),
                    row.getInt("status"),
                    row.getString("reason")))
        .list();
  }

  static List<String> awaitingPicture(Handle handle, int max) {
    return handle
        .createQuery(
            "SELECT uid FROM exam_state INDEXED BY exam_state_unprepared WHERE status = 'none'"
                + " ORDER BY received, uid LIMIT :max")
        .bind("max", max)
        .mapTo(String.class)
        .list();
  }

  static Optional<String> region(Handle handle, String uid) {
    return handle
        .createQuery("SELECT coalesce(region, '') FROM exams WHERE uid = :uid")
        .bind("uid", uid)
        .mapTo(String.class)
        .findOne();
  }

  static boolean prepared(Tx tx, String uid, PictureOutcome outcome, Instant now) {
    if (!ExamMoves.move(
        tx,
        uid,
        ExamStatus.NONE,
        outcome.to(),
        now,
        outcome.to().code(),
        ExamMoves.payload("reason", outcome.reason()))) {
      return false;
    }
    tx.handle()
        .createUpdate(
            """
            UPDATE exam_state SET pixel_sha256 = :pixels, frames = :frames, detail = :reason
            WHERE uid = :uid
            """)
        .bind("uid", uid)
        .bind("pixels", outcome.pixelSha256())
        .bind("frames", outcome.numberOfFrames())
        .bind("reason", outcome.reason())
        .execute();
    return true;
  }

  static boolean retry(Tx tx, String uid, Instant now) {
    boolean moved =
        hasPicture(tx.handle(), uid)
            ? ExamMoves.move(
                tx,
                uid,
                ExamStatus.ERROR,
                ExamStatus.QUEUED,
                now,
                ExamEvent.QUEUED,
                ExamMoves.payload("from", ExamStatus.ERROR.code()))
            : ExamMoves.beginAnew(tx, uid, now);
    if (moved) {
      tx.handle()
          .createUpdate(
              "UPDATE exam_state SET attempts = 0, not_before = 0, detail = NULL WHERE uid = :uid")
          .bind("uid", uid)
          .execute();
    }
    return moved;
  }

  private static boolean hasPicture(Handle handle, String uid) {
    return handle
        .createQuery("SELECT pixel_sha256 IS NOT NULL FROM exam_state WHERE uid = :uid")
        .bind("uid", uid)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }
}
