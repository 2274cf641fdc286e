/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.xrayvision.dicom.data.UIDs;

/**
 * Deletes the DICOM files that were to be deleted when their exams were done, and were not: the
 * process ended in between, or the disk refused. One walk through the folder, nothing of it in
 * memory. Safe for threads.
 */
final class DicomSweep implements Runnable {
  private static final String DICOM = ".dcm";

  private final Path images;
  private final Consumer<String> deletion;

  /**
   * @param deletion deletes the file of a UID, if it may go
   */
  DicomSweep(Path images, Consumer<String> deletion) {
    this.images = images;
    this.deletion = deletion;
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
    if (UIDs.isValid(uid)) {
      deletion.accept(uid);
    }
  }
}
