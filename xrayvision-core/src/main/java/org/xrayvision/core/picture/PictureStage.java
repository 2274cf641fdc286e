/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.spi.PixelSource;

/**
 * Makes the pictures of what was stored: {@code none} becomes {@code queued}, {@code ignore} or
 * {@code error}. What waits is read from the store; a picture is durable before the exam moves on.
 * An exam that fails waits by itself; the others go on. Safe for threads.
 */
public final class PictureStage implements AutoCloseable {
  private static final Duration FIRST_SETBACK = Duration.ofSeconds(1);
  private static final Duration LONGEST_SETBACK = Duration.ofMinutes(1);
  private static final long POLL_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long TROUBLE_MILLIS = 1_000;
  private static final long COURTESY_MILLIS = 20;
  private static final int MAX_HELD = 5_000;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final ExamStore store;
  private final PictureFiles files;
  private final Marks marks;
  private final Setbacks setbacks;
  private final PictureMaker maker;
  private final Courtesy courtesy;
  private final Runnable onQueued;
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore news = new Semaphore(0);
  private final Set<String> inWork = new HashSet<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable String trouble;

  /**
   * A stage with so many threads.
   *
   * @param supportedRegion whether exams of a region are read
   * @param arriving whether objects are arriving; they go first for a while
   * @param meter hears how long each picture took
   * @param onQueued told when an exam has become {@code queued}; must return at once
   */
  public PictureStage(
      DataDirectory directory,
      ExamStore store,
      ImagePreparer preparer,
      Predicate<String> supportedRegion,
      int threadCount,
      BooleanSupplier arriving,
      StageMeter meter,
      Runnable onQueued) {
    this(
        directory,
        store,
        preparer,
        supportedRegion,
        threadCount,
        arriving,
        meter,
        onQueued,
        new Setbacks(FIRST_SETBACK, LONGEST_SETBACK, System::nanoTime));
  }

  /** The same with other times to wait after a setback. */
  PictureStage(
      DataDirectory directory,
      ExamStore store,
      ImagePreparer preparer,
      Predicate<String> supportedRegion,
      int threadCount,
      BooleanSupplier arriving,
      StageMeter meter,
      Runnable onQueued,
      Setbacks setbacks) {
    this.store = store;
    this.files = new PictureFiles(directory);
    this.marks = new Marks(directory);
    this.setbacks = setbacks;
    this.maker =
        new PictureMaker(
            store, files, preparer, supportedRegion, marks, setbacks, System::nanoTime, meter);
    this.courtesy = new Courtesy(arriving, System::nanoTime);
    this.onQueued = onQueued;
    for (int i = 1; i <= threadCount; i++) {
      Thread thread = new Thread(this::run, "xrv-picture-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  /** Looks whether pictures have ended the process before, and starts the threads. */
  public void start() {
    marks.load(uid -> picture(uid).isPresent());
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
    return maker.pictureOrMake(uid);
  }

  /** The pixels of an exam at full depth, as long as its object is there. */
  public Optional<PixelSource> pixels(String uid) {
    return maker.pixels(uid);
  }

  /** What keeps pictures from being made, or empty. Holds nothing of a patient. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble).or(setbacks::trouble);
  }

  /** Tells the threads to end after the picture they are at. Returns at once. */
  public void stop() {
    closing.countDown();
    wake();
  }

  /**
   * Stops, and waits for the threads until this moment of {@link System#nanoTime}.
   *
   * @param deadline a thread that still works then is left to the end of the process
   */
  public void close(long deadline) {
    stop();
    try {
      for (Thread thread : threads) {
        // No interrupt: it would close the file channel under a half-written picture.
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      marks.close();
    }
  }

  @Override
  public void close() {
    close(System.nanoTime() + CLOSE.toNanos());
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    while (!isClosing()) {
      try {
        turn();
      } catch (InterruptedException e) {
        // Not from us: these threads end by the latch alone.
      } catch (Throwable e) {
        survive(e);
      }
    }
  }

  private void survive(Throwable e) {
    try {
      trouble = place(e);
      pause(TROUBLE_MILLIS);
    } catch (Throwable again) {
      // Too little memory even to say so; the next turn may have more.
    }
  }

  private void turn() throws InterruptedException {
    if (!courtesy.mayBegin()) {
      pause(COURTESY_MILLIS);
      return;
    }
    Optional<String> uid;
    try {
      uid = next();
    } catch (XRayVisionException e) {
      // The database is busy or the disk full; what waits is still there.
      trouble = e.getMessage();
      pause(TROUBLE_MILLIS);
      return;
    }
    if (uid.isEmpty()) {
      trouble = null;
      boolean unused = news.tryAcquire(setbacks.nanosToNext(POLL_NANOS), TimeUnit.NANOSECONDS);
      return;
    }
    try {
      work(uid.get());
    } finally {
      synchronized (inWork) {
        inWork.remove(uid.get());
      }
    }
  }

  /**
   * The longest waiting exam that may be tried. Those that ended the process before come last. So
   * many are asked for that those that have to wait hide nobody.
   */
  private Optional<String> next() {
    synchronized (inWork) {
      int held = Math.min(MAX_HELD, setbacks.size()) + marks.size();
      int max = threads.size() + inWork.size() + held;
      List<String> waiting = store.awaitingPicture(max);
      if (waiting.size() < max) {
        setbacks.retain(waiting);
      }
      List<String> ready =
          waiting.stream().filter(uid -> !inWork.contains(uid) && setbacks.isDue(uid)).toList();
      Optional<String> uid =
          ready.stream()
              .filter(one -> marks.deaths(one) == 0)
              .findFirst()
              .or(() -> ready.stream().findFirst());
      uid.ifPresent(inWork::add);
      return uid;
    }
  }

  private void work(String uid) throws InterruptedException {
    trouble = files.folderTrouble().orElse(null);
    if (trouble != null) {
      pause(TROUBLE_MILLIS);
      return;
    }
    try {
      Optional<PictureOutcome> outcome = maker.outcome(uid);
      if (outcome.isPresent()) {
        store.prepared(uid, outcome.get());
        setbacks.forget(uid);
        if (marks.deaths(uid) > 0) {
          marks.end(uid);
        }
        onQueued.run();
      }
    } catch (DiskTroubleException e) {
      setbacks.failed(uid, String.valueOf(e.getMessage()));
      pause(TROUBLE_MILLIS);
    } catch (XRayVisionException e) {
      // Our own trouble, not the object's: it stays `none` and is tried again.
      setbacks.postponed(uid, String.valueOf(e.getMessage()));
      pause(TROUBLE_MILLIS);
    } catch (RuntimeException | Error e) {
      setbacks.failed(uid, place(e));
      throw e;
    }
  }

  /** Class and place, never the message: it may quote anything. */
  private static String place(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /** Sleeps, whoever wakes; less where the stage closes. */
  private void pause(long millis) throws InterruptedException {
    boolean unused = closing.await(millis, TimeUnit.MILLISECONDS);
  }
}
