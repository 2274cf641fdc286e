/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.StoredInstance;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.ReadLimits;

/**
 * Puts files into the images folder and their rows into the store, one at a time for each UID. What
 * stands there is never replaced. Safe for threads.
 */
final class Shelf {
  private static final String ASIDE = ".damaged";
  private static final int MAX_ATTEMPTS = 10;

  /** As long as an exam is here its DICOM file is still needed. */
  private static final Set<ExamStatus> UNREAD =
      EnumSet.of(
          ExamStatus.NONE,
          ExamStatus.QUEUED,
          ExamStatus.REQUEUE,
          ExamStatus.PROCESSING,
          ExamStatus.ERROR);

  private final DataDirectory directory;
  private final ExamStore store;
  private final ExamHeaderReader headers;
  private final ReadLimits limits;
  private final Consumer<String> onStored;
  private final Publisher publisher;
  private final Conflicts conflicts;
  private final UidLocks locks = new UidLocks();

  Shelf(
      DataDirectory directory,
      ExamStore store,
      ExamHeaderReader headers,
      ReadLimits limits,
      Publisher publisher,
      Consumer<String> onStored) {
    this.directory = directory;
    this.store = store;
    this.headers = headers;
    this.limits = limits;
    this.publisher = publisher;
    this.conflicts = new Conflicts(directory, store, limits, publisher);
    this.onStored = onStored;
  }

  /** Stores an object, or finds that it, or another with its UID, is stored. */
  IngestResult put(Received object, PartFile part) throws IOException, RefusedException {
    UidLocks.Held held = locks.hold(object.uid());
    try {
      for (int attempt = 1; ; attempt++) {
        Optional<StoredInstance> stored = standing(object.uid());
        if (stored.isPresent()) {
          return isSame(stored.get(), object)
              ? again(stored.get(), object, part)
              : conflict(object, part);
        }
        // Before the file: of a header that cannot be read nothing is left.
        NewExam exam = examOf(object);
        try {
          place(part, directory.dicomFile(object.uid()));
          add(exam);
          return result(Outcome.STORED, object, "stored");
        } catch (FileAlreadyExistsException e) {
          // At this moment another UID's conflict was given the name; it will make way.
          if (attempt == MAX_ATTEMPTS) {
            throw e;
          }
        }
      }
    } finally {
      held.release();
    }
  }

  private Optional<StoredInstance> standing(String uid) throws IOException, RefusedException {
    Optional<StoredInstance> stored = store.instance(uid);
    return stored.isPresent() ? stored : adopt(uid);
  }

  private void place(PartFile part, Path target) throws IOException {
    part.publish(publisher, target);
    DataDirectory.forceDirectory(directory.images());
  }

  private NewExam examOf(Received object) {
    return object.toExam(
        headers.read(object.dataSet(), object.uid(), object.sender(), object.at()));
  }

  private void add(NewExam exam) {
    store.add(exam);
    onStored.accept(exam.uid());
  }

  private static IngestResult result(Outcome outcome, Received object, String message) {
    return new IngestResult(outcome, object.uid(), message);
  }

  /**
   * Makes the row of a file that has none: a crash, or a busy database, came between file and row.
   * A file that cannot be read is put aside.
   *
   * @return the row, or empty if there is no such file (any more)
   */
  private Optional<StoredInstance> adopt(String uid) throws IOException, RefusedException {
    Path file = directory.dicomFile(uid);
    if (!exists(file)) {
      return Optional.empty();
    }
    Received object;
    try {
      object = StoredFile.read(file, limits);
    } catch (DicomException e) {
      putAside(file);
      return Optional.empty();
    }
    if (!object.uid().equals(uid)) {
      makeWay(uid, file, object);
      return Optional.empty();
    }
    NewExam exam = examOf(object);
    // The crash may have come before the directory was forced.
    DataDirectory.forceDirectory(directory.images());
    add(exam);
    return store.instance(uid);
  }

  /**
   * Has the file of a conflict, whose name happens to be this exam's, give the name up. Its own UID
   * is a beginning of this one: who holds two holds the longer first, so no two wait for each
   * other.
   */
  private void makeWay(String uid, Path file, Received object)
      throws IOException, RefusedException {
    UidLocks.Held held = locks.hold(object.uid());
    try {
      if (!uid.startsWith(object.uid() + ".") || store.instance(object.uid()).isEmpty()) {
        throw new RefusedException(
            Outcome.PROCESSING_FAILURE, "the file of another object stands in this one's place");
      }
      conflicts.makeWay(object, file);
    } finally {
      held.release();
    }
  }

  /** Renames a file that cannot be read, so that it is kept and stands in nobody's way. */
  Path putAside(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ASIDE);
    for (int n = 2; exists(aside); n++) {
      aside = file.resolveSibling(file.getFileName() + ASIDE + n);
    }
    return Files.move(file, aside);
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether it is the object that is stored. Of an exam taken over from an older program only a
   * file can tell; where none was kept, the UID must do.
   */
  private boolean isSame(StoredInstance stored, Received object) throws IOException {
    if (stored.sha256() != null) {
      return stored.sha256().equals(object.sha256());
    }
    Path file = directory.dicomFile(object.uid());
    return !exists(file) || StoredFile.holds(file, object, limits);
  }

  /**
   * The same object once more: nothing changes, but an error is tried again, and a file that is
   * still needed and missing, or not what was received, is put back.
   */
  private IngestResult again(StoredInstance stored, Received object, PartFile part)
      throws IOException {
    Path file = directory.dicomFile(object.uid());
    boolean failed = stored.status() == ExamStatus.ERROR;
    if (failed && exists(file) && !StoredFile.holds(file, object, limits)) {
      putAside(file);
    }
    if (UNREAD.contains(stored.status()) && !exists(file)) {
      place(part, file);
    }
    if (failed && store.retry(object.uid(), object.at())) {
      onStored.accept(object.uid());
    }
    return result(Outcome.ALREADY_STORED, object, "stored before");
  }

  /** Another object with the same UID: kept beside the first, once. */
  private IngestResult conflict(Received object, PartFile part) throws IOException {
    boolean isNew = conflicts.keep(object, part);
    return result(
        Outcome.CONFLICT,
        object,
        isNew
            ? "kept beside another object with this UID"
            : "kept before, beside another with this UID");
  }

  /**
   * Brings a file without a row back after a crash: makes the exam's row, or flags the exam that it
   * conflicts with.
   *
   * @return whether a row was written
   * @throws DicomException if it cannot be read; it is where it was
   * @throws RefusedException if it is neither an exam's file nor one that conflicts with an exam
   */
  boolean recover(Path file, String stem) throws IOException, RefusedException {
    String uid = StoredFile.uidOf(file, limits);
    UidLocks.Held held = locks.hold(uid);
    try {
      if (uid.equals(stem)) {
        add(examOf(StoredFile.read(file, limits)));
        return true;
      }
      Optional<StoredInstance> first = store.instance(uid);
      if (first.isEmpty() || !stem.startsWith(uid + ".")) {
        throw new RefusedException(
            Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "its name is not its SOPInstanceUID");
      }
      return !conflicts.hasRow(uid, file) && conflicts.recover(StoredFile.read(file, limits), file);
    } finally {
      held.release();
    }
  }

  /**
   * Looks once more at a file that lies in the images folder under a name of ours: an exam in error
   * is tried again, a row that is missing is made. Nothing is moved or written.
   *
   * @return empty if it is not ours: named otherwise, or in another folder
   * @throws DicomException if it cannot be read
   * @throws RefusedException if its header cannot be
   */
  Optional<Offered> offerAgain(Path file, Instant now) throws IOException, RefusedException {
    Received object = StoredFile.read(file, limits);
    UidLocks.Held held = locks.hold(object.uid());
    try {
      Optional<StoredInstance> stored = store.instance(object.uid());
      if (isSame(file, directory.dicomFile(object.uid()))) {
        return Optional.of(stored.isPresent() ? again(stored.get(), object, now) : late(object));
      }
      return stored.isPresent() && conflicts.hasRow(object.uid(), file)
          ? Optional.of(Offered.UNCHANGED)
          : Optional.empty();
    } finally {
      held.release();
    }
  }

  private static boolean isSame(Path file, Path other) {
    return file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private Offered late(Received object) {
    add(examOf(object));
    return Offered.TAKEN;
  }

  private Offered again(StoredInstance stored, Received object, Instant now) {
    if (stored.sha256() != null && !stored.sha256().equals(object.sha256())) {
      return Offered.NOT_TAKEN; // damaged, or put there by somebody: not what was received
    }
    if (stored.status() == ExamStatus.ERROR && store.retry(object.uid(), now)) {
      onStored.accept(object.uid());
      return Offered.TRIED_AGAIN;
    }
    return Offered.UNCHANGED;
  }

  /** Deletes the DICOM file of an exam that is done and has no conflict. */
  boolean deleteDicom(String uid) throws IOException {
    UidLocks.Held held = locks.hold(uid);
    try {
      boolean done =
          store
              .instance(uid)
              .filter(stored -> stored.status() == ExamStatus.DONE && !stored.conflict())
              .isPresent();
      return done && Files.deleteIfExists(directory.dicomFile(uid));
    } finally {
      held.release();
    }
  }

  /** Deletes a file of an exam that is forgotten, unless there is an exam of that UID again. */
  boolean deleteForgotten(String uid, Path file) throws IOException {
    UidLocks.Held held = locks.hold(uid);
    try {
      return store.instance(uid).isEmpty() && Files.deleteIfExists(file);
    } finally {
      held.release();
    }
  }
}
