package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.store.ConflictingObject;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.StoredInstance;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.ReadLimits;

/**
 * Puts files into the images folder and their rows into the store, one at a time for each UID. What
 * stands there is never replaced. Safe for threads.
 */
final class Shelf {
  private static final String ASIDE = ".damaged";

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
  private final UidLocks locks = new UidLocks();

  Shelf(
      DataDirectory directory,
      ExamStore store,
      ExamHeaderReader headers,
      ReadLimits limits,
      Consumer<String> onStored) {
    this.directory = directory;
    this.store = store;
    this.headers = headers;
    this.limits = limits;
    this.onStored = onStored;
  }

  /** Stores an object, or finds that it, or another with its UID, is stored. */
  IngestResult put(Received object, PartFile part) throws IOException, RefusedException {
    UidLocks.Held held = locks.hold(object.uid());
    try {
      Optional<StoredInstance> stored = store.instance(object.uid());
      if (stored.isEmpty()) {
        stored = adopt(object.uid());
      }
      if (stored.isEmpty()) {
        place(part, directory.dicomFile(object.uid()));
        addRow(object);
        return result(Outcome.STORED, object, "stored");
      }
      return isSame(stored.get(), object)
          ? again(stored.get(), object, part)
          : conflict(object, part);
    } finally {
      held.release();
    }
  }

  private void place(PartFile part, Path target) throws IOException {
    part.moveTo(target);
    DataDirectory.forceDirectory(directory.images());
  }

  private void addRow(Received object) {
    store.add(
        object.toExam(headers.read(object.dataSet(), object.uid(), object.sender(), object.at())));
    onStored.accept(object.uid());
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
      throw new RefusedException(
          Outcome.PROCESSING_FAILURE, "the file of another object stands in this one's place");
    }
    // The crash may have come before the directory was forced.
    DataDirectory.forceDirectory(directory.images());
    addRow(object);
    return store.instance(uid);
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
    return !exists(file) || holds(file, object);
  }

  private boolean holds(Path file, Received object) throws IOException {
    try {
      return StoredFile.read(file, limits).sha256().equals(object.sha256());
    } catch (DicomException e) {
      return false;
    }
  }

  /**
   * The same object once more: nothing changes, but an error is tried again, and a file that is
   * still needed and missing is put back.
   */
  private IngestResult again(StoredInstance stored, Received object, PartFile part)
      throws IOException {
    Path file = directory.dicomFile(object.uid());
    if (UNREAD.contains(stored.status()) && !exists(file)) {
      place(part, file);
    }
    if (stored.status() == ExamStatus.ERROR && store.retry(object.uid(), object.at())) {
      onStored.accept(object.uid());
    }
    return result(Outcome.ALREADY_STORED, object, "stored before");
  }

  /** Another object with the same UID: kept beside the first, once. */
  private IngestResult conflict(Received object, PartFile part) throws IOException {
    String uid = object.uid();
    List<ConflictingObject> known = store.conflicts(uid);
    for (ConflictingObject other : known) {
      if (other.sha256().equals(object.sha256())) {
        return result(Outcome.CONFLICT, object, "kept before, beside another with this UID");
      }
    }
    int n = 1;
    Path file = directory.conflictFile(uid, n);
    while (!isFree(uid, n, file)) {
      if (!isKnown(known, file) && exists(file) && holds(file, object)) {
        break; // a crash, or a busy database, came between this file and its row
      }
      n++;
      file = directory.conflictFile(uid, n);
    }
    if (exists(file)) {
      DataDirectory.forceDirectory(directory.images());
    } else {
      place(part, file);
    }
    store.addConflict(uid, describe(object, file));
    return result(Outcome.CONFLICT, object, "kept beside another object with this UID");
  }

  /** Whether neither a file nor an exam, whose file may be gone, has this name. */
  private boolean isFree(String uid, int n, Path file) {
    String other = uid + "." + n;
    return !exists(file) && (!UIDs.isValid(other) || store.instance(other).isEmpty());
  }

  private static boolean isKnown(List<ConflictingObject> known, Path file) {
    String name = file.getFileName().toString();
    return known.stream().anyMatch(other -> other.fileName().equals(name));
  }

  private static ConflictingObject describe(Received object, Path file) {
    return new ConflictingObject(
        file.getFileName().toString(),
        object.sha256(),
        object.length(),
        object.sender(),
        object.at());
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
        addRow(StoredFile.read(file, limits));
        return true;
      }
      Optional<StoredInstance> first = store.instance(uid);
      if (first.isEmpty() || !stem.startsWith(uid + ".")) {
        throw new RefusedException(
            Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "its name is not its SOPInstanceUID");
      }
      if (isKnown(store.conflicts(uid), file)) {
        return false;
      }
      store.addConflict(uid, describe(StoredFile.read(file, limits), file));
      return true;
    } finally {
      held.release();
    }
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
}
