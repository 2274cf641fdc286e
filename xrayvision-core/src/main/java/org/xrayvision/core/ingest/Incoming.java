/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the files that objects arrive in. Where the file system can, they are written past the page
 * cache: an object is forced to disk before it is answered anyway, so a copy of it in memory only
 * costs time, and drives out what is read often. Safe for threads.
 */
final class Incoming implements AutoCloseable {
  static final String SUFFIX = ".part";

  private static final int PLAIN_ALIGNMENT = 4096;

  private final Path folder;
  private final int blockSize;
  private final Buffers.Pool buffers;
  private final PieceWorkers workers = new PieceWorkers();

  private Incoming(Path folder, int blockSize) {
    this.folder = folder;
    this.blockSize = blockSize;
    buffers = new Buffers.Pool(blockSize == 0 ? PLAIN_ALIGNMENT : blockSize);
  }

  /**
   * @param folder must exist
   */
  static Incoming in(Path folder) {
    return new Incoming(folder, directBlockSize(folder));
  }

  /** Without the page cache only if {@code direct}. */
  static Incoming in(Path folder, boolean direct) {
    return direct ? in(folder) : new Incoming(folder, 0);
  }

  /** Whether files are written past the page cache. */
  boolean isDirect() {
    return blockSize > 0;
  }

  /** A new, empty file; the caller closes it. */
  PartFile create() throws IOException {
    Path path = newPath(folder);
    Set<OpenOption> options =
        isDirect()
            ? Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)
            : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new PartFile(path, FileChannel.open(path, options), blockSize, buffers, workers);
  }

  /**
   * Ends the threads that write and hash; an object that is still arriving goes on without them.
   */
  @Override
  public void close() {
    workers.close();
  }

  private static Path newPath(Path folder) {
    return folder.resolve(UUID.randomUUID() + SUFFIX);
  }

  /** What direct writes must be a multiple of, or 0 where there are none (tmpfs, some networks). */
  private static int directBlockSize(Path folder) {
    Path probe = newPath(folder);
    try {
      int size = Math.toIntExact(Files.getFileStore(folder).getBlockSize());
      if (Integer.bitCount(size) != 1 || size > PLAIN_ALIGNMENT) {
        return 0;
      }
      try (FileChannel channel =
          FileChannel.open(
              probe,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              ExtendedOpenOption.DIRECT)) {
        channel.write(ByteBuffer.allocateDirect(2 * size).alignedSlice(size).limit(size));
        channel.truncate(1);
        return size;
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException | UnsupportedOperationException | ArithmeticException e) {
      return 0;
    } catch (NoClassDefFoundError e) {
      return 0; // on the module path, where nobody has required jdk.unsupported
    }
  }
}
