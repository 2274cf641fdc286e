/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.xrayvision.core.ingest.Ingest;
import org.xrayvision.core.ingest.Offered;
import org.xrayvision.core.ingest.Traffic;

/**
 * Where objects come in while the engine is open: from an association, a file, a program, or once
 * more from the images folder. Safe for threads.
 */
final class Door {
  private final Ingest ingest;
  private final Path images;
  private final Traffic traffic;
  private final Gate gate = new Gate();

  /**
   * @param images the folder that {@link #load} walks through
   * @param traffic goes first
   */
  Door(Ingest ingest, Path images, Traffic traffic) {
    this.ingest = ingest;
    this.images = images;
    this.traffic = traffic;
  }

  void open() {
    gate.open();
  }

  /** Takes no more objects, and waits so long at most for those that are arriving. */
  void close(Duration patience) {
    gate.close(patience);
    ingest.close();
  }

  /** A DICOM Part 10 file. */
  IngestResult ingest(InputStream part10, IngestSource source) throws IOException {
    return take(() -> ingest.ingest(part10, source));
  }

  /** A DICOM Part 10 file that lies on a disk. */
  IngestResult ingest(Path part10, IngestSource source) throws IOException {
    try (InputStream in = Files.newInputStream(part10)) {
      return ingest(in, source);
    }
  }

  /** A data set as it came over an association. */
  IngestResult ingest(
      InputStream dataSet,
      String transferSyntaxUid,
      String sopClassUid,
      String sopInstanceUid,
      IngestSource source)
      throws IOException {
    return take(
        () -> ingest.ingest(dataSet, transferSyntaxUid, sopClassUid, sopInstanceUid, source));
  }

  /** A picture that is decoded already. */
  IngestResult ingest(DecodedPicture picture, ExamMetadata metadata, IngestSource source) {
    try {
      return take(
          () ->
              ingest.ingest(
                  DecodedObject.encode(picture, metadata),
                  DecodedObject.TRANSFER_SYNTAX.uid(),
                  metadata.sopClassUid(),
                  metadata.sopInstanceUid(),
                  source));
    } catch (IOException e) {
      throw new UncheckedIOException("the stream is memory, which does not fail", e);
    }
  }

  /** One object at the door. */
  private interface Offer {
    IngestResult made() throws IOException;
  }

  private IngestResult take(Offer offer) throws IOException {
    if (!gate.enter()) {
      return new IngestResult(
          IngestResult.Outcome.OUT_OF_RESOURCES, null, "the engine is closed, try later");
    }
    try {
      return offer.made();
    } finally {
      gate.leave();
    }
  }

  /**
   * Offers every file of the images folder once more.
   *
   * @throws InterruptedException if the thread is interrupted, or the engine closed meanwhile
   */
  LoadResult load() throws InterruptedException {
    return new DicomLoad(images, traffic::isArriving, this::offerAgain).run();
  }

  private Offered offerAgain(Path file) throws IOException, InterruptedException {
    if (!gate.enter()) {
      throw new InterruptedException("the engine is closed");
    }
    try {
      return ingest.offerAgain(file);
    } finally {
      gate.leave();
    }
  }
}
