/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What one object needs while it is written: a heap buffer to read into, and two direct ones, of
 * which one is filled while the other goes to the file in one piece. Used again, since making a
 * megabyte anew for each object costs more than filling it.
 */
final class Buffers {
  private static final int READ = 64 << 10;
  private static final int PIECES = 4;
  private static final int WRITE = 512 << 10;
  private static final int KEPT = 8;

  final byte[] read = new byte[READ];
  final ByteBuffer[] pieces = new ByteBuffer[PIECES];

  private Buffers(int alignment) {
    Arrays.setAll(pieces, piece -> aligned(alignment));
  }

  private static ByteBuffer aligned(int alignment) {
    ByteBuffer whole = ByteBuffer.allocateDirect(WRITE + alignment).alignedSlice(alignment);
    return whole.limit(WRITE).slice();
  }

  /** The ones not in use; more than {@value #KEPT} are not kept. Safe for threads. */
  static final class Pool {
    private final int alignment;
    private final BlockingQueue<Buffers> idle = new ArrayBlockingQueue<>(KEPT);

    /**
     * @param alignment in memory of the buffer to write from, in bytes; a power of two
     */
    Pool(int alignment) {
      this.alignment = alignment;
    }

    Buffers take() {
      Buffers buffers = idle.poll();
      return buffers == null ? new Buffers(alignment) : buffers;
    }

    void giveBack(Buffers buffers) {
      for (ByteBuffer piece : buffers.pieces) {
        piece.clear();
      }
      boolean kept = idle.offer(buffers);
      assert kept || idle.remainingCapacity() == 0;
    }
  }
}
