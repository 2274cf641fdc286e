/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.EngineStage;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.spi.PixelSource;

/**
 * Makes the picture of one exam, and tells whose fault it is where that fails: the object's, which
 * ends in {@code error}, or our own, which waits. Safe for threads.
 */
final class PictureMaker {
  /** So often a process may end while a picture is made before the picture is given up. */
  static final int MAX_DEATHS = 3;

  /** So often a file may be unreadable, while others can be read, before it is given up. */
  static final int MAX_UNREAD = 5;

  private final ExamStore store;
  private final PictureFiles files;
  private final ImagePreparer preparer;
  private final Predicate<String> supportedRegion;
  private final Marks marks;
  private final Setbacks setbacks;
  private final LongSupplier nanoTime;
  private final StageMeter meter;

  /** Shared by those that make pictures side by side, held alone by one that needs all memory. */
  private final ReadWriteLock room = new ReentrantReadWriteLock();

  private volatile long lastRead;

  PictureMaker(
      ExamStore store,
      PictureFiles files,
      ImagePreparer preparer,
      Predicate<String> supportedRegion,
      Marks marks,
      Setbacks setbacks,
      LongSupplier nanoTime,
      StageMeter meter) {
    this.store = store;
    this.files = files;
    this.preparer = preparer;
    this.supportedRegion = supportedRegion;
    this.marks = marks;
    this.setbacks = setbacks;
    this.nanoTime = nanoTime;
    this.meter = meter;
    this.lastRead = nanoTime.getAsLong();
  }

  /**
   * Makes the picture and says where the exam goes.
   *
   * @return empty if its file cannot be read now; the setback is noted
   * @throws DiskTroubleException if the disk does not take the picture, or is gone
   * @throws org.xrayvision.core.store.StoreException if the store does not tell the region
   */
  Optional<PictureOutcome> outcome(String uid) throws DiskTroubleException {
    int deaths = marks.deaths(uid);
    if (deaths >= MAX_DEATHS) {
      return Optional.of(failed(died(deaths)));
    }
    // Asked outside the try below: a busy database is no fault of the object.
    String region = store.region(uid).orElse("");
    try {
      PreparedPicture picture = make(uid);
      lastRead = nanoTime.getAsLong();
      return Optional.of(made(region, picture));
    } catch (DiskTroubleException e) {
      throw e;
    } catch (DicomException e) {
      return Optional.of(failed(String.valueOf(e.getMessage())));
    } catch (EOFException e) {
      return Optional.of(failed("the DICOM object ends too early"));
    } catch (NoSuchFileException e) {
      return unread(uid, "the DICOM object is not there; send it again", 1);
    } catch (IOException e) {
      String reason = PictureFiles.reason(e);
      return unread(uid, "the DICOM object cannot be read: " + reason, MAX_UNREAD);
    } catch (InternalError e) {
      // What Java makes of SIGBUS: a page of the mapped file could not be had.
      return unread(uid, "the DICOM object could not be read to its end; look at its disk", 1);
    } catch (RuntimeException | Error e) {
      String what = e.getClass().getSimpleName();
      return Optional.of(failed("the picture could not be made: " + what));
    }
  }

  private Optional<PictureOutcome> unread(String uid, String reason, int enough)
      throws DiskTroubleException {
    files.requireFolder();
    int times = setbacks.unread(uid, reason);
    boolean others = setbacks.isOlder(uid, lastRead) || files.othersCanBeRead(uid);
    return times >= enough && others ? Optional.of(failed(reason)) : Optional.empty();
  }

  /**
   * The picture of an exam; made now if it is missing and the object is there.
   *
   * @throws DicomException if no picture can be made of the object
   * @throws IOException if the disk is in trouble
   */
  Path pictureOrMake(String uid) throws IOException {
    Path png = files.png(uid);
    if (Files.isRegularFile(png)) {
      return png;
    }
    if (!Files.isRegularFile(files.object(uid))) {
      throw new DicomException("neither picture nor DICOM object is there any more; send it again");
    }
    int deaths = marks.deaths(uid);
    if (deaths >= MAX_DEATHS) {
      marks.end(uid);
      throw new DicomException(died(deaths));
    }
    make(uid);
    return png;
  }

  /** The pixels of an exam at full depth, as long as its object is there. */
  Optional<PixelSource> pixels(String uid) {
    Path object = files.object(uid);
    return Files.isRegularFile(object)
        ? Optional.of(() -> preparer.fullDepth(object))
        : Optional.empty();
  }

  private PreparedPicture make(String uid) throws IOException {
    // What may have ended the process gets all memory for itself this time.
    boolean alone = marks.deaths(uid) > 0;
    Path object = files.object(uid); // first, since it checks that the UID may name a file
    marks.begin(uid);
    long begun = System.nanoTime();
    try {
      // A picture from an earlier life of this UID must not pass for this object's.
      files.deletePng(uid);
      PreparedPicture picture = decode(object, alone);
      files.write(uid, picture.png());
      return picture;
    } finally {
      meter.since(EngineStage.PICTURE, begun);
      marks.end(uid);
    }
  }

  private PreparedPicture decode(Path object, boolean alone) throws IOException {
    if (!alone) {
      try {
        return decode(object, room.readLock());
      } catch (OutOfMemoryError e) {
        // Perhaps a neighbour had taken it: once more, with nobody beside.
      }
    }
    return decode(object, room.writeLock());
  }

  private PreparedPicture decode(Path object, Lock lock) throws IOException {
    lock.lock();
    try {
      return preparer.prepare(object);
    } finally {
      lock.unlock();
    }
  }

  private PictureOutcome made(String region, PreparedPicture picture) {
    boolean supported = supportedRegion.test(region);
    String reason =
        region.isEmpty()
            ? "the protocol names no known region; add its words under [regions]"
            : "region " + region + " is not supported; see [supported_regions]";
    return new PictureOutcome(
        supported ? ExamStatus.QUEUED : ExamStatus.IGNORE,
        supported ? null : reason,
        picture.pixelSha256(),
        picture.numberOfFrames());
  }

  private static String died(int times) {
    return "the process ended " + times + " times while making its picture";
  }

  private static PictureOutcome failed(String reason) {
    return new PictureOutcome(ExamStatus.ERROR, reason, null, 0);
  }
}
