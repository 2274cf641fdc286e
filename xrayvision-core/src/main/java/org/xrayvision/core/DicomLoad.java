/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.ingest.Offered;

/**
 * Offers every DICOM file below the images folder once more, in one walk, nothing of it in memory.
 * It takes half of the time at most, and lets arriving objects go first: a sender waits for its
 * answer. For one thread, once.
 */
final class DicomLoad {
  private static final String DICOM = ".dcm";
  private static final int DEEPEST = 16;
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LOOK_MILLIS = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Path images;
  private final BooleanSupplier arriving;
  private final Offer offer;
  private final Map<Offered, Long> counts = new EnumMap<>(Offered.class);

  /** Offers one file. */
  interface Offer {
    Offered offer(Path file) throws IOException, InterruptedException;
  }

  DicomLoad(Path images, BooleanSupplier arriving, Offer offer) {
    this.images = images;
    this.arriving = arriving;
    this.offer = offer;
  }

  /**
   * Walks.
   *
   * @throws InterruptedException if the thread is interrupted, or the engine closed
   */
  LoadResult run() throws InterruptedException {
    try {
      Set<FileVisitOption> noLinks = EnumSet.noneOf(FileVisitOption.class);
      Files.walkFileTree(images, noLinks, DEEPEST, new Visitor());
    } catch (EndedException e) {
      throw new InterruptedException("the load was ended");
    } catch (IOException e) {
      throw new XRayVisionException(
          "the folder " + images + " cannot be read: check its rights", e);
    }
    return new LoadResult(
        count(Offered.TAKEN),
        count(Offered.TRIED_AGAIN),
        count(Offered.UNCHANGED),
        count(Offered.NOT_TAKEN));
  }

  private long count(Offered what) {
    return counts.getOrDefault(what, 0L);
  }

  private void look(Path file) throws InterruptedException {
    long patience = System.nanoTime() + PATIENCE_NANOS;
    while (arriving.getAsBoolean() && System.nanoTime() - patience < 0) {
      Thread.sleep(LOOK_MILLIS);
    }
    long start = System.nanoTime();
    counts.merge(offered(file), 1L, Long::sum);
    TimeUnit.NANOSECONDS.sleep(Math.max(LEAST_PAUSE_NANOS, System.nanoTime() - start));
  }

  private Offered offered(Path file) throws InterruptedException {
    try {
      return offer.offer(file);
    } catch (IOException | XRayVisionException e) {
      // The disk or the database is in trouble; the file stays for the next time.
      return Offered.NOT_TAKEN;
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      if (attributes.isRegularFile() && name.endsWith(DICOM)) {
        try {
          look(file);
        } catch (InterruptedException e) {
          throw new EndedException();
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(images)) {
        throw e;
      }
      return FileVisitResult.CONTINUE; // it has gone meanwhile, or may not be read
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  /** Takes an interrupt through the walk. */
  private static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
