/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xrayvision.core.store.ConflictingObject;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.ReadLimits;

/**
 * Keeps the objects that came with the UID of another and other bytes, as {@code <uid>.<n>.dcm}.
 * Such a name may be the file name of an exam, which has the better right to it. To be called by
 * who holds the UID.
 */
final class Conflicts {
  private final DataDirectory directory;
  private final ExamStore store;
  private final ReadLimits limits;
  private final Publisher publisher;

  Conflicts(DataDirectory directory, ExamStore store, ReadLimits limits, Publisher publisher) {
    this.directory = directory;
    this.store = store;
    this.limits = limits;
    this.publisher = publisher;
  }

  /**
   * Keeps an object beside the first one with its UID, once.
   *
   * @return whether it was not kept before
   */
  boolean keep(Received object, PartFile part) throws IOException {
    String uid = object.uid();
    List<ConflictingObject> known = store.conflicts(uid);
    if (sameBytes(known, object).isPresent()) {
      return false;
    }
    for (int n = 1; ; n++) {
      Path file = directory.conflictFile(uid, n);
      // Or a crash, or a busy database, came between this file and its row.
      if ((isFree(uid, n, file) && isPublished(() -> part.publish(publisher, file)))
          || (!isKnown(known, file) && exists(file) && StoredFile.holds(file, object, limits))) {
        DataDirectory.forceDirectory(directory.images());
        store.addConflict(uid, describe(object, file));
        return true;
      }
    }
  }

  /** Gives a file its name. */
  @FunctionalInterface
  private interface Publication {
    void run() throws IOException;
  }

  private static boolean isPublished(Publication publication) throws IOException {
    try {
      publication.run();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // at this moment an exam came whose name it is
    }
  }

  /** Whether neither a file nor an exam, whose file may be gone, has this name. */
  private boolean isFree(String uid, int n, Path file) {
    String other = uid + "." + n;
    return !exists(file) && (!UIDs.isValid(other) || store.instance(other).isEmpty());
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isKnown(List<ConflictingObject> known, Path file) {
    return known.stream().anyMatch(other -> other.fileName().equals(name(file)));
  }

  private static Optional<ConflictingObject> sameBytes(
      List<ConflictingObject> known, Received object) {
    return known.stream().filter(other -> other.sha256().equals(object.sha256())).findFirst();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static ConflictingObject describe(Received object, Path file) {
    return new ConflictingObject(
        name(file), object.sha256(), object.length(), object.sender(), object.at());
  }

  /** Whether a file that is kept for this UID has its row. */
  boolean hasRow(String uid, Path file) {
    return isKnown(store.conflicts(uid), file);
  }

  /**
   * Brings the row of a file back after a crash. One that came while the file was given another
   * name has left a second name, or a row with the old one.
   *
   * @return whether a row was written
   */
  boolean recover(Received object, Path file) throws IOException {
    List<ConflictingObject> known = store.conflicts(object.uid());
    if (isKnown(known, file)) {
      return false;
    }
    Optional<ConflictingObject> same = sameBytes(known, object);
    if (same.isEmpty()) {
      store.addConflict(object.uid(), describe(object, file));
      return true;
    }
    Path other = directory.images().resolve(same.get().fileName());
    if (!exists(other)) {
      return store.renameConflict(same.get().fileName(), name(file));
    }
    if (Files.isSameFile(file, other)) {
      Files.delete(file);
    }
    return false;
  }

  /** Gives a kept object its next free name, since an exam has come whose name it had. */
  void makeWay(Received object, Path file) throws IOException {
    recover(object, file);
    int n = 1;
    while (exists(file)) {
      Path target = directory.conflictFile(object.uid(), n);
      if (isFree(object.uid(), n, target) && isPublished(() -> publisher.publish(file, target))) {
        DataDirectory.forceDirectory(directory.images());
        store.renameConflict(name(file), name(target));
        Files.deleteIfExists(file);
        return;
      }
      n++;
    }
  }
}
