/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.ingest.Ingest;
import org.xrayvision.core.store.ConflictingObject;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.UpkeepStore;
import org.xrayvision.dicom.data.UIDs;

/**
 * What an engine's program has done now and then, at night say: forgetting what failed long ago,
 * putting stray files aside; and what is handed out or forgotten of one patient. Works before the
 * engine is started, too. What takes long ends early where the thread is interrupted. Safe for
 * threads.
 */
public final class Upkeep {
  private static final String PICTURE = ".png";
  private static final String DAMAGED = ".dcm.damaged";
  private static final int MOST_DAMAGED = 100;
  private static final int BATCH = 500;
  private static final Duration SETTLED = Duration.ofHours(1);
  private static final Duration STALE = Duration.ofDays(1);

  private final DataDirectory directory;
  private final ExamStore exams;
  private final UpkeepStore store;
  private final Ingest ingest;
  private final Clock clock;

  Upkeep(DataDirectory directory, ExamStore exams, Ingest ingest, Clock clock) {
    this.directory = directory;
    this.exams = exams;
    this.store = exams.upkeep();
    this.ingest = ingest;
    this.clock = clock;
  }

  /**
   * Forgets the exams that have been {@code error} or {@code ignore} for longer, with their files.
   * Their own date does not matter. Those that were ever read, by a model or a radiologist, and
   * those that another object conflicts with, stay.
   *
   * @return how many there were
   */
  public int purgeSetAside(Duration age) {
    Instant before = clock.instant().minus(age);
    Set<String> tried = new HashSet<>();
    int purged = 0;
    while (true) {
      List<String> due = new ArrayList<>(store.setAsideBefore(before, BATCH));
      due.removeIf(uid -> !tried.add(uid));
      for (String uid : due) {
        if (Thread.currentThread().isInterrupted()) {
          return purged; // the files are deleted at the next start
        }
        purged += store.purge(uid, before, files(uid), clock.instant()) ? 1 : 0;
      }
      if (due.isEmpty()) {
        finishDeletions();
        return purged;
      }
    }
  }

  /** The names that an exam's files may have; one that is not there does no harm. */
  private List<String> files(String uid) {
    List<String> names = new ArrayList<>(List.of(uid + PICTURE, uid + ".dcm"));
    exams.conflicts(uid).stream().map(ConflictingObject::fileName).forEach(names::add);
    for (int n = 1; n <= MOST_DAMAGED; n++) {
      String name = uid + DAMAGED + (n == 1 ? "" : Integer.toString(n));
      if (!Files.exists(directory.images().resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        break;
      }
      names.add(name);
    }
    return names;
  }

  /**
   * Deletes the files of exams that are forgotten. Each is looked for once more an hour later: its
   * picture may have been in the making.
   *
   * @return how many files were deleted
   */
  int finishDeletions() {
    int deleted = 0;
    for (UpkeepStore.Deletion one : store.deletions(Integer.MAX_VALUE)) {
      Path file = directory.images().resolve(one.fileName());
      try {
        deleted += isInside(file) && ingest.deleteForgotten(one.uid(), file) ? 1 : 0;
        if (one.at().isBefore(clock.instant().minus(SETTLED))) {
          store.endDeletion(one.fileName());
        }
      } catch (IOException e) {
        // It stays on the list.
      }
    }
    return deleted;
  }

  private boolean isInside(Path file) {
    return directory.images().equals(file.normalize().getParent());
  }

  /**
   * Deletes the pictures of exams that are {@code done} for longer and whose object is kept, of
   * which a picture can be made again; what is known of them stays. The only copy of what was seen
   * is never deleted.
   *
   * @return how many were deleted
   */
  public int dropPictures(Duration age) {
    Instant before = clock.instant().minus(age);
    int[] dropped = {0};
    eachPicture(
        uids -> {
          for (String uid : store.doneBefore(uids, before)) {
            boolean kept = Files.isRegularFile(directory.dicomFile(uid));
            dropped[0] += kept && Files.deleteIfExists(directory.pictureFile(uid)) ? 1 : 0;
          }
        });
    return dropped[0];
  }

  /**
   * Moves pictures without an exam into the folder {@code orphans} beside {@code images}, where a
   * person may look at them. DICOM files stay: an exam is made of them at the next start. Parts of
   * objects that nobody sends any more are deleted: no sender was told that they are safe.
   *
   * @return how many were moved
   */
  public int putOrphansAside() {
    finishDeletions();
    int[] moved = {0};
    eachPicture(
        uids -> {
          Set<String> strays = new LinkedHashSet<>(uids);
          strays.removeAll(store.known(uids));
          for (String uid : strays) {
            moved[0] += putAside(directory.pictureFile(uid)) ? 1 : 0;
          }
        });
    deleteParts(STALE);
    return moved[0];
  }

  /**
   * Deletes what is left of objects that did not arrive whole, whoever's they are, also where an
   * earlier version has put them aside.
   *
   * @param age of a part that is still arriving, at most
   */
  private void deleteParts(Duration age) {
    Instant before = clock.instant().minus(age);
    for (Path folder : List.of(directory.incoming(), directory.orphans())) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.part*")) {
        for (Path part : parts) {
          boolean arriving = folder.equals(directory.incoming()) && changed(part).isAfter(before);
          if (!arriving) {
            Files.deleteIfExists(part);
          }
        }
      } catch (IOException e) {
        throw trouble(folder, e);
      }
    }
  }

  private static Instant changed(Path file) throws IOException {
    return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  /** What is newer may still be somebody's. */
  private boolean putAside(Path file) throws IOException {
    if (changed(file).isAfter(clock.instant().minus(SETTLED))) {
      return false;
    }
    Path folder = DataDirectory.createPrivately(directory.orphans());
    String name = file.getFileName().toString();
    Path target = folder.resolve(name);
    for (int n = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); n++) {
      target = folder.resolve(name + "-" + n);
    }
    Files.move(file, target);
    return true;
  }

  private interface Batch {
    void of(List<String> uids) throws IOException;
  }

  private void eachPicture(Batch work) {
    List<String> uids = new ArrayList<>();
    try (DirectoryStream<Path> pictures =
        Files.newDirectoryStream(directory.images(), "*" + PICTURE)) {
      for (Path picture : pictures) {
        String name = picture.getFileName().toString();
        String uid = name.substring(0, name.length() - PICTURE.length());
        if (UIDs.isValid(uid)) {
          uids.add(uid);
        }
        if (uids.size() == BATCH) {
          work.of(uids);
          uids.clear();
        }
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
      work.of(uids);
    } catch (IOException e) {
      throw trouble(directory.images(), e);
    }
  }

  private static XRayVisionException trouble(Path folder, IOException e) {
    return new XRayVisionException(
        folder + " cannot be gone through: check the disk and the rights there", e);
  }

  /** Lets the database know how much there is of what, so that it chooses the right index. */
  public void analyze() {
    store.analyze();
  }

  /**
   * What is kept of a patient beside exams.
   *
   * @param columns of the patient's row; empty if there are exams only
   * @param exams the UIDs, oldest first
   */
  public record PatientData(Map<String, @Nullable Object> columns, List<String> exams) {}

  /**
   * What is kept of an exam.
   *
   * @param tables each table that has rows of it, with the rows' columns
   * @param files the names of its files in the images folder
   */
  public record ExamData(
      Map<String, List<Map<String, @Nullable Object>>> tables, List<String> files) {}

  /**
   * What was forgotten of a patient.
   *
   * @param exams the UIDs of the exams
   * @param files how many files were deleted
   * @param left files that could not be deleted; it is tried again at night and at each start
   */
  public record Erased(List<String> exams, int files, List<String> left) {}

  /** How a patient is known by an id. */
  public enum KnownBy {
    /** It is the PatientID, with its namespace where it has one: no two have the same. */
    PATIENT_ID,
    /** It is the PatientID without its namespace. */
    PATIENT_ID_OF_A_NAMESPACE,
    /** It is the id in the hospital's system. */
    HIS_ID
  }

  /**
   * Somebody who is known by an id.
   *
   * @param key under which he is kept
   * @param exams how many exams he has
   */
  public record KnownPatient(String key, KnownBy by, int exams) {}

  /** Those who are known by an id, each once; more than one are different persons, it may be. */
  public List<KnownPatient> knownBy(String id) {
    return store.knownBy(id);
  }

  /**
   * What is kept of a patient, or empty if nobody is known by this id.
   *
   * @param key the PatientID; with {@code namespace:} before it where the sender has one configured
   */
  public Optional<PatientData> patient(String key) {
    Map<String, @Nullable Object> columns = store.patient(key).orElse(Map.of());
    List<String> uids = store.exams(key);
    return columns.isEmpty() && uids.isEmpty()
        ? Optional.empty()
        : Optional.of(new PatientData(columns, uids));
  }

  /** What is kept of an exam, all of it, or empty if there is none of this UID. */
  public Optional<ExamData> exam(String uid) {
    if (exams.instance(uid).isEmpty()) {
      return Optional.empty();
    }
    List<String> files = new ArrayList<>(files(uid));
    files.removeIf(name -> !Files.isRegularFile(directory.images().resolve(name)));
    return Optional.of(new ExamData(store.rows(uid), files));
  }

  /**
   * Forgets a patient: the rows in one transaction, then the files, and with them whatever has not
   * arrived whole, as nobody can tell whose that is. What is being read at the moment is answered
   * into the void; what a sender brings again is taken again. Backups are not touched.
   *
   * @return empty if nobody is known by this id
   */
  public Optional<Erased> erase(String key) {
    exams.foldStatistics(); // in many small steps, so that little is left for the one below
    Optional<List<String>> forgotten = store.erase(key, this::files, clock.instant());
    return forgotten.map(
        uids -> {
          int files = finishDeletions() + eraseOrphans(new HashSet<>(uids));
          deleteParts(SETTLED);
          List<String> left = new ArrayList<>();
          for (UpkeepStore.Deletion one : store.deletions(Integer.MAX_VALUE)) {
            if (uids.contains(one.uid())
                && Files.exists(directory.images().resolve(one.fileName()))) {
              left.add(one.fileName());
            }
          }
          return new Erased(uids, files, left);
        });
  }

  private int eraseOrphans(Set<String> uids) {
    if (!Files.isDirectory(directory.orphans())) {
      return 0;
    }
    int deleted = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.orphans())) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        int end = name.lastIndexOf(PICTURE);
        if (end > 0 && uids.contains(name.substring(0, end))) {
          deleted += Files.deleteIfExists(file) ? 1 : 0;
        }
      }
      return deleted;
    } catch (IOException e) {
      throw trouble(directory.orphans(), e);
    }
  }
}
