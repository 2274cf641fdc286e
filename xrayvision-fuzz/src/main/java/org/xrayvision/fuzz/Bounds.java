/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.xrayvision.dicom.io.DicomException;

/**
 * Runs what an input makes us do and checks what it cost: no input may take more than two seconds
 * of the processor or 256 MiB. What is counted is all that was allocated, so that a peak below it
 * is certain. Stateless.
 */
public final class Bounds {
  /** Of the processor, since a machine that does other things is no fault of ours. */
  public static final long MAX_NANOS = 2_000_000_000L;

  /** Allocated by the thread of the call. */
  public static final long MAX_BYTES = 256L * 1024 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Bounds() {}

  /** What an input is given to. */
  @FunctionalInterface
  public interface Work {
    /** Does it; a {@link DicomException} is a good answer to bytes that mean nothing. */
    void run() throws IOException;
  }

  /**
   * Runs it, and if that was too much once more: what the first time costs may be the loading of
   * classes.
   *
   * @throws AssertionError if it cost too much, or failed in another way than by saying so
   */
  public static void check(Work work) {
    if (!isCheap(cost(work))) {
      Cost again = cost(work);
      if (!isCheap(again)) {
        throw new AssertionError(
            "%d ms, %d MiB for one input"
                .formatted(again.nanos() / 1_000_000, again.bytes() >> 20));
      }
    }
  }

  private record Cost(long nanos, long bytes) {}

  private static boolean isCheap(Cost cost) {
    return cost.nanos() <= MAX_NANOS && cost.bytes() <= MAX_BYTES;
  }

  private static Cost cost(Work work) {
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    try {
      work.run();
    } catch (DicomException e) {
      String message = String.valueOf(e.getMessage());
      if (message.isBlank() || message.equals("null")) {
        throw new AssertionError("a message that says nothing: " + message, e);
      }
    } catch (IOException e) {
      throw new AssertionError("no stream failed, and yet: " + e, e);
    }
    return new Cost(
        THREADS.getCurrentThreadCpuTime() - nanos,
        THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }
}
