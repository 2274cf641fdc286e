/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how far an import is: a bar on a terminal, else a line now and then. For one thread. */
final class ImportProgress {
  private static final int WIDTH = 24;
  private static final long REDRAW = Duration.ofMillis(100).toNanos();
  private static final long NEXT_LINE = Duration.ofSeconds(10).toNanos();

  private final PrintWriter out;
  private final boolean terminal;
  private final long files;
  private final long bytes;
  private final LongSupplier nanoTime;
  private final long start;
  private long shown;
  private int drawn;

  ImportProgress(PrintWriter out, boolean terminal, long files, long bytes, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.files = files;
    this.bytes = bytes;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.shown = start;
  }

  void show(ImportCounts counts, String note) {
    long now = nanoTime.getAsLong();
    if (now - shown < (terminal ? REDRAW : NEXT_LINE)) {
      return;
    }
    shown = now;
    if (terminal) {
      draw(bar(counts) + " " + line(counts, note));
    } else {
      out.println(line(counts, note));
      out.flush();
    }
  }

  /** Leaves the line free for what is printed next. */
  void end() {
    if (terminal && drawn > 0) {
      draw("");
      out.print('\r');
      out.flush();
    }
  }

  private void draw(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    out.flush();
    drawn = line.length();
  }

  private double part(ImportCounts counts) {
    return bytes == 0 ? 1 : Math.min(1, (double) counts.bytes / bytes);
  }

  private String bar(ImportCounts counts) {
    int full = (int) (part(counts) * WIDTH);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
  }

  private String line(ImportCounts counts, String note) {
    double seconds = Math.max(1, nanoTime.getAsLong() - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "%3d %%  %d of %d files, %d taken, %d there already, %d refused, %.1f MB/s%s",
        (int) (part(counts) * 100),
        counts.files,
        files,
        counts.taken,
        counts.alreadyThere + counts.broughtBefore,
        counts.refused() + counts.unreadable,
        counts.bytes / seconds / 1e6,
        note.isEmpty() ? "" : "  " + note);
  }
}
