package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xrayvision.core.ingest.Ingest;
import org.xrayvision.dicom.data.UIDs;

/**
 * Deletes the DICOM files that were to be deleted when their exams were done, and were not: the
 * process ended in between, or the disk refused. One walk through the folder, nothing of it in
 * memory. Safe for threads.
 */
final class DicomSweep implements Runnable {
  private static final String DICOM = ".dcm";

  private final Path images;
  private final Ingest ingest;

  DicomSweep(Path images, Ingest ingest) {
    this.images = images;
    this.ingest = ingest;
  }

  /** Ends early where the thread is interrupted. */
  @Override
  public void run() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(images, "*" + DICOM)) {
      for (Path file : files) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        sweep(file.getFileName().toString());
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The folder cannot be read now; what lies there lies there in an hour, too.
    }
  }

  private void sweep(String name) {
    String uid = name.substring(0, name.length() - DICOM.length());
    if (!UIDs.isValid(uid)) {
      return;
    }
    try {
      boolean unused = ingest.deleteDicom(uid);
    } catch (IOException e) {
      // The next file may go.
    }
  }
}
