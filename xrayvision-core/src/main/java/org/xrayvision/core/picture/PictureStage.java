package org.xrayvision.core.picture;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.dicom.io.DicomException;

/**
 * Makes the pictures of what was stored: {@code none} becomes {@code queued}, {@code ignore} or
 * {@code error}. What waits is read from the store; a picture is durable before the exam moves on.
 * Safe for threads.
 */
public final class PictureStage implements AutoCloseable {
  private static final long POLL_MILLIS = 2_000;
  private static final long TROUBLE_MILLIS = 1_000;
  private static final long COURTESY_MILLIS = 20;
  private static final long CLOSE_MILLIS = 5_000;

  private final ExamStore store;
  private final PictureFiles files;
  private final ImagePreparer preparer;
  private final Predicate<String> supportedRegion;
  private final Courtesy courtesy;
  private final Runnable onQueued;
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore news = new Semaphore(0);
  private final Set<String> inWork = new HashSet<>();
  private volatile boolean closed;

  /**
   * A stage with so many threads.
   *
   * @param supportedRegion whether exams of a region are read
   * @param arriving whether objects are arriving; they go first for a while
   * @param onQueued told when an exam has become {@code queued}; must return at once
   */
  public PictureStage(
      DataDirectory directory,
      ExamStore store,
      ImagePreparer preparer,
      Predicate<String> supportedRegion,
      int threadCount,
      BooleanSupplier arriving,
      Runnable onQueued) {
    this.store = store;
    this.files = new PictureFiles(directory);
    this.preparer = preparer;
    this.supportedRegion = supportedRegion;
    this.courtesy = new Courtesy(arriving, System::nanoTime);
    this.onQueued = onQueued;
    for (int i = 1; i <= threadCount; i++) {
      Thread thread = new Thread(this::run, "xrv-picture-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  /** Starts the threads. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** Something new may wait. */
  public void wake() {
    news.release(Math.max(0, threads.size() - news.availablePermits()));
  }

  /** The picture of an exam, if it is made. */
  public Optional<Path> picture(String uid) {
    Path path = files.png(uid);
    return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
  }

  /**
   * The picture of an exam; made now if it is missing and the object is there.
   *
   * @throws DicomException if no picture can be made of the object
   * @throws IOException if the disk is in trouble
   */
  public Path pictureOrMake(String uid) throws IOException {
    Optional<Path> made = picture(uid);
    if (made.isPresent()) {
      return made.get();
    }
    Path object = files.object(uid);
    if (!Files.isRegularFile(object)) {
      throw new DicomException("neither picture nor DICOM object is there any more; send it again");
    }
    files.write(uid, preparer.prepare(object).png());
    return files.png(uid);
  }

  @Override
  public void close() {
    closed = true;
    wake();
    for (Thread thread : threads) {
      try {
        // No interrupt: it would close the file channel under a half-written picture.
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        if (!courtesy.mayBegin()) {
          TimeUnit.MILLISECONDS.sleep(COURTESY_MILLIS);
          continue;
        }
        Optional<String> uid = next();
        if (uid.isPresent()) {
          work(uid.get());
        } else {
          await(POLL_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> next() throws InterruptedException {
    try {
      synchronized (inWork) {
        for (String uid : store.awaitingPicture(threads.size() + inWork.size())) {
          if (inWork.add(uid)) {
            return Optional.of(uid);
          }
        }
        return Optional.empty();
      }
    } catch (XRayVisionException e) {
      // The database is busy or the disk full; what waits is still there.
      await(TROUBLE_MILLIS);
      return Optional.empty();
    }
  }

  private void work(String uid) throws InterruptedException {
    try {
      store.prepared(uid, prepare(uid));
      onQueued.run();
    } catch (UncheckedIOException | XRayVisionException e) {
      // Our own trouble, not the object's: it stays `none` and is tried again.
      TimeUnit.MILLISECONDS.sleep(TROUBLE_MILLIS);
    } finally {
      synchronized (inWork) {
        inWork.remove(uid);
      }
    }
  }

  private PictureOutcome prepare(String uid) {
    try {
      // A picture from an earlier life of this UID must not pass for this object's.
      files.deletePng(uid);
      PreparedPicture picture = preparer.prepare(files.object(uid));
      files.write(uid, picture.png());
      return outcome(uid, picture);
    } catch (DicomException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      return failed("the DICOM object ends too early");
    } catch (NoSuchFileException e) {
      return failed("the DICOM object is not there; send it again");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return failed("the picture could not be made: " + e.getClass().getSimpleName());
    }
  }

  private PictureOutcome outcome(String uid, PreparedPicture picture) {
    String region = store.exam(uid).map(Exam::region).orElse("");
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

  private static PictureOutcome failed(String reason) {
    return new PictureOutcome(ExamStatus.ERROR, reason, null, 0);
  }

  private void await(long millis) throws InterruptedException {
    news.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }
}
