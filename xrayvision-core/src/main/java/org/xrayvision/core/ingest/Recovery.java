/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.StoreException;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DicomException;

/**
 * What start-up made of what a crash had left. Immutable.
 *
 * @param recovered files whose row was missing and is written now
 * @param partsDeleted objects that had not arrived whole; no sender was told otherwise
 * @param unreadable files that cannot be read: set aside, or left where even that failed
 * @param foreign DICOM files that are not named by their SOPInstanceUID; left alone
 */
public record Recovery(
    List<Path> recovered, int partsDeleted, List<Path> unreadable, List<Path> foreign) {
  private static final String DICOM = ".dcm";

  /** Copies the lists. */
  public Recovery {
    recovered = List.copyOf(recovered);
    unreadable = List.copyOf(unreadable);
    foreign = List.copyOf(foreign);
  }

  /**
   * Reads the folders once. Single files that cause trouble never stop it.
   *
   * @throws StoreException if the folders cannot be listed, or the store does not take the rows
   */
  static Recovery run(DataDirectory directory, ExamStore store, Shelf shelf) {
    try {
      int parts = 0;
      for (Path part : list(directory.incoming(), Incoming.SUFFIX)) {
        parts += Files.deleteIfExists(part) ? 1 : 0;
      }
      Run run = new Run(store, shelf);
      List<Path> files = list(directory.images(), DICOM);
      // The first object with a UID before those that conflict with it, whose names are longer.
      files.sort(Comparator.comparingInt(file -> file.toString().length()));
      files.forEach(run::look);
      DataDirectory.forceDirectory(directory.images());
      return new Recovery(run.recovered, parts, run.unreadable, run.foreign);
    } catch (IOException e) {
      throw new StoreException(
          "the folders below " + directory.root() + " cannot be read: check their rights", e);
    }
  }

  private static List<Path> list(Path folder, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + suffix)) {
      entries.forEach(files::add);
    }
    files.removeIf(file -> !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    return files;
  }

  private static final class Run {
    private final ExamStore store;
    private final Shelf shelf;
    private final List<Path> recovered = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();
    private final List<Path> foreign = new ArrayList<>();

    Run(ExamStore store, Shelf shelf) {
      this.store = store;
      this.shelf = shelf;
    }

    void look(Path file) {
      String name = file.getFileName().toString();
      String stem = name.substring(0, name.length() - DICOM.length());
      if (!isOurs(stem)) {
        foreign.add(file);
        return;
      }
      if (UIDs.isValid(stem) && store.instance(stem).isPresent()) {
        return;
      }
      try {
        if (shelf.recover(file, stem)) {
          recovered.add(file);
        }
      } catch (RefusedException e) {
        foreign.add(file);
      } catch (DicomException e) {
        unreadable.add(aside(file));
      } catch (IOException e) {
        unreadable.add(file);
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException e) {
        // A fault of ours or of who reads patient ids: it must not stop every start.
        unreadable.add(file);
      }
    }

    /** A UID, or a UID and the number of a conflict, which may be too long for a UID. */
    private static boolean isOurs(String stem) {
      int dot = stem.lastIndexOf('.');
      return UIDs.isValid(stem)
          || (dot > 0
              && UIDs.isValid(stem.substring(0, dot))
              && UIDs.isValid(stem.substring(dot + 1)));
    }

    private Path aside(Path file) {
      try {
        store.refuse(
            new Refusal(
                Instant.now(),
                "images folder",
                null,
                null,
                Outcome.CANNOT_UNDERSTAND.status(),
                "a file cannot be read; it is kept as *.dcm.damaged: look at it"));
        return shelf.putAside(file);
      } catch (IOException e) {
        return file; // reported, and met again at the next start
      }
    }
  }
}
