/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.server.ImportDoor.Answer;

/**
 * Brings files to a door, one after the other, and counts what became of them. A door that is busy
 * is waited for. Run by one thread; {@link #close} may come from another.
 */
final class ImportRun implements AutoCloseable {
  private static final long END_MILLIS = 4_000;
  private static final long FIRST_PAUSE_SECONDS = 1;
  private static final long LONGEST_PAUSE_SECONDS = 30;
  private static final int PAUSES = 30;
  private static final String BUSY = "waits: the server is busy";

  private final ImportDoor door;
  private final ImportJournal journal;
  private final ImportReport report;
  private final boolean again;
  private final ImportCounts counts = new ImportCounts();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param again whether files are brought that the journal knows
   */
  ImportRun(ImportDoor door, ImportJournal journal, ImportReport report, boolean again) {
    this.door = door;
    this.journal = journal;
    this.report = report;
    this.again = again;
  }

  /**
   * Does it all, and prints how far it is and what came of it.
   *
   * @return whether every DICOM file is in
   * @throws XRayVisionException if the door is not there any more
   */
  boolean run(List<Path> roots, PrintWriter out, boolean terminal) throws IOException {
    try {
      long[] sums = sums(roots);
      ImportProgress progress =
          new ImportProgress(out, terminal, sums[0], sums[1], System::nanoTime);
      try {
        ImportWalk.through(roots, new Steps(progress));
      } finally {
        progress.end();
        summary(out);
      }
      return counts.allWell() && !isEnded();
    } finally {
      over.countDown();
    }
  }

  private boolean isEnded() {
    return ended.getCount() == 0;
  }

  /** How many files there are, and bytes. */
  private long[] sums(List<Path> roots) throws IOException {
    long[] sums = new long[2];
    ImportWalk.through(
        roots,
        new ImportWalk.Visitor() {
          @Override
          public boolean file(ImportFile file) {
            sums[0]++;
            sums[1] += file.size();
            return !isEnded();
          }

          @Override
          public void unreadable(Path path, String why) {
            // Told of when its turn comes.
          }
        });
    return sums;
  }

  private final class Steps implements ImportWalk.Visitor {
    private final ImportProgress progress;

    Steps(ImportProgress progress) {
      this.progress = progress;
    }

    @Override
    public boolean file(ImportFile file) throws IOException {
      try {
        look(file, progress);
      } catch (IOException e) {
        unreadable(file.path(), "cannot be read: " + e.getClass().getSimpleName());
      }
      counts.files++;
      counts.bytes += file.size();
      progress.show(counts, "");
      return !isEnded();
    }

    @Override
    public void unreadable(Path path, String why) throws IOException {
      counts.unreadable++;
      tell(why, path);
    }
  }

  private void look(ImportFile file, ImportProgress progress) throws IOException {
    if (!again && journal.knows(file)) {
      counts.broughtBefore++;
      return;
    }
    switch (file.kind()) {
      case OTHER -> counts.notDicom++;
      case DICOMDIR -> counts.dicomDirs++;
      case DICOM -> bring(file, progress);
    }
  }

  private void bring(ImportFile file, ImportProgress progress) throws IOException {
    Answer answer = patiently(file, progress);
    switch (answer.outcome()) {
      case STORED -> counts.taken++;
      case ALREADY_STORED -> counts.alreadyThere++;
      case CONFLICT -> {
        counts.conflicts++;
        tell("conflict: " + answer.message(), file.path());
      }
      default -> {
        counts.refused(answer.message());
        tell(answer.message(), file.path());
        return;
      }
    }
    note(file);
  }

  private Answer patiently(ImportFile file, ImportProgress progress) throws IOException {
    long pause = FIRST_PAUSE_SECONDS;
    for (int i = 0; ; i++) {
      Answer answer = door.offer(file.path());
      if (answer.outcome() != Outcome.OUT_OF_RESOURCES || i == PAUSES || isEnded()) {
        return answer;
      }
      progress.show(counts, BUSY);
      try {
        if (ended.await(pause, TimeUnit.SECONDS)) {
          return answer;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ended.countDown();
        return answer;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
    }
  }

  private void note(ImportFile file) {
    try {
      journal.add(file);
    } catch (IOException e) {
      throw new XRayVisionException("the journal of the import cannot be written: " + e, e);
    }
  }

  private void tell(String reason, Path path) {
    try {
      report.add(reason, path);
    } catch (IOException e) {
      throw new XRayVisionException("the report of the import cannot be written: " + e, e);
    }
  }

  private void summary(PrintWriter out) {
    out.println(isEnded() ? "Ended before it was through. Run it again to go on." : "Done.");
    line(out, counts.taken, "taken");
    line(out, counts.alreadyThere, "there already");
    line(out, counts.broughtBefore, "brought by an earlier run, not looked at (--again does)");
    line(out, counts.conflicts, "kept beside another object with the same UID");
    counts.reasons().forEach((reason, count) -> line(out, count, "refused: " + reason));
    line(out, counts.unreadable, "cannot be read");
    line(out, counts.dicomDirs, "DICOMDIR, passed over");
    line(out, counts.notDicom, "no DICOM, passed over");
    report.file().ifPresent(file -> out.println("The files by name: " + file));
    out.flush();
  }

  private static void line(PrintWriter out, long count, String what) {
    if (count > 0 || what.equals("taken")) {
      out.printf("%8d %s%n", count, what);
    }
  }

  /** Ends after the file in work, and waits a few seconds for that. */
  @Override
  public void close() {
    ended.countDown();
    try {
      boolean unused = over.await(END_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
