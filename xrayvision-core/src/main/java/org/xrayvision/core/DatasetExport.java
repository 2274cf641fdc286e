/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.core.DatasetStatus.State;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.RecordStore;

/**
 * Writes anonymised data sets for training, some exams at a time behind the last one: into a
 * folder, one at a time, on a thread of its own, {@code xrv-dataset}, where one appears under its
 * name when it is whole; or into a stream. Safe for threads.
 */
public final class DatasetExport implements AutoCloseable {
  /** The kind of the events that tell of one; about no exam. */
  public static final String EVENT = "dataset";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'dataset-'uuuuMMdd-HHmmss", Locale.ROOT);
  private static final int AT_ONCE = 100;
  private static final int TELL_EACH = 500;
  private static final long CLOSE_MILLIS = 5_000;

  private final ExamStore store;
  private final DatasetWriter writer;
  private final Path folder;
  private final Clock clock;
  private volatile DatasetStatus status = DatasetStatus.NOTHING;
  private volatile boolean closed;
  private @Nullable Thread thread;

  DatasetExport(ExamStore store, DatasetWriter writer, Path folder, Clock clock) {
    this.store = store;
    this.writer = writer;
    this.folder = folder;
    this.clock = clock;
  }

  /** How the last one goes. */
  public DatasetStatus status() {
    return status;
  }

  /**
   * Begins to write one.
   *
   * @param query which exams; those that are not read are left out in any case
   * @return false if one is being written
   */
  public synchronized boolean start(ExamQuery query) {
    if (closed || status.state() == State.RUNNING) {
      return false;
    }
    Path whole = newName();
    long total = store.page(query.following(null, 1)).total();
    status = new DatasetStatus(State.RUNNING, whole, 0, 0, total, null);
    Thread worker = new Thread(() -> run(query, whole), "xrv-dataset");
    worker.setDaemon(true);
    thread = worker;
    worker.start();
    return true;
  }

  private Path newName() {
    String now = NAME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    Path free = folder.resolve(now);
    for (int n = 2; Files.exists(free); n++) {
      free = folder.resolve(now + "-" + n);
    }
    return free;
  }

  private void run(ExamQuery query, Path whole) {
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      DatasetTarget target = writer.open(part);
      tell();
      writeAll(query, target, status, this::goesOn);
      writer.finish(target, status);
      Files.move(part, whole);
      become(State.DONE, status.message());
    } catch (IOException | RuntimeException e) {
      DatasetWriter.delete(part);
      become(State.FAILED, closed ? "the engine was closed" : String.valueOf(e.getMessage()));
    }
    if (!closed) {
      tell();
    }
  }

  /**
   * Writes one as a ZIP into a stream, on the caller's thread: nothing of it is kept here.
   *
   * @param query which exams; those that are not read are left out in any case
   * @throws IOException if the stream breaks, a picture cannot be read, or the engine is closed
   */
  public void zip(ExamQuery query, OutputStream out) throws IOException {
    DatasetTarget target = new DatasetTarget.Zip(out, "dataset");
    long total = store.page(query.following(null, 1)).total();
    DatasetStatus start = new DatasetStatus(State.RUNNING, null, 0, 0, total, null);
    writer.finish(target, writeAll(query, target, start, now -> {}));
  }

  private DatasetStatus writeAll(
      ExamQuery query, DatasetTarget target, DatasetStatus start, Consumer<DatasetStatus> tell)
      throws IOException {
    DatasetStatus now = start;
    ExamPage page;
    String last = null;
    do {
      page = store.page(query.following(last, AT_ONCE));
      for (ExamView view : page.exams()) {
        if (closed) {
          throw new IOException("the engine was closed");
        }
        String whyNot = writer.write(target, view);
        long written = now.written() + (whyNot == null ? 1 : 0);
        long leftOut = now.leftOut() + (whyNot == null ? 0 : 1);
        String message = whyNot == null ? now.message() : whyNot;
        now = new DatasetStatus(now.state(), now.folder(), written, leftOut, now.total(), message);
        tell.accept(now);
        last = view.exam().uid();
      }
    } while (page.exams().size() == AT_ONCE);
    return now;
  }

  private void goesOn(DatasetStatus now) {
    status = now;
    if ((now.written() + now.leftOut()) % TELL_EACH == 0) {
      tell();
    }
  }

  private void become(State state, @Nullable String message) {
    DatasetStatus now = status;
    status =
        new DatasetStatus(state, now.folder(), now.written(), now.leftOut(), now.total(), message);
  }

  private void tell() {
    DatasetStatus now = status;
    RecordStore records = store.records();
    records.tell(
        EVENT,
        Map.of(
            "state", now.state().name().toLowerCase(Locale.ROOT),
            "written", Long.toString(now.written()),
            "left_out", Long.toString(now.leftOut()),
            "total", Long.toString(now.total())));
  }

  /** Gives up what is being written. */
  @Override
  public void close() {
    Thread worker;
    synchronized (this) {
      closed = true;
      worker = thread;
    }
    if (worker != null) {
      try {
        worker.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
