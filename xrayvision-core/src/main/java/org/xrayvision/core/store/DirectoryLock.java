/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock on a file, with the owner's process id inside. Within one JVM a second taker must not even
 * open the file: POSIX drops all of a process's locks on a file when any of its descriptors is
 * closed. So the takers of one JVM meet in the system properties first, which are shared across
 * class loaders as a static field of ours would not be.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String PROPERTY = "org.xrayvision.lock:";
  private static final int MAX_PID_LENGTH = 20;

  private final String property;
  private final FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DirectoryLock(String property, FileChannel channel) {
    this.property = property;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param file below a real path, so that two spellings of one directory meet
   * @param what the lock is on, for who comes second
   */
  static DirectoryLock take(Path file, String what) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    String property = PROPERTY + file;
    if (System.getProperties().putIfAbsent(property, pid) != null) {
      throw held(what, pid, "another engine in this process");
    }
    try {
      return new DirectoryLock(property, lockedChannel(file, pid, what));
    } catch (IOException | RuntimeException e) {
      System.getProperties().remove(property);
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path file, String pid, String what) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw held(what, pidInside(channel), "another process");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
      channel.force(true);
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw held(what, pid, "another part of this process");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String pidInside(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_PID_LENGTH);
    channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    return text.isBlank() ? "unknown" : text.strip();
  }

  private static StoreException held(String what, String pid, String by) {
    return new StoreException(
        StoreException.Reason.IN_USE,
        what + " is in use by " + by + " (pid " + pid + "): stop that one first, or name another");
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.truncate(0);
    } catch (IOException e) {
      // The pid left inside only informs; the lock itself goes with the channel.
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("the lock file could not be closed", e);
    } finally {
      System.getProperties().remove(property);
    }
  }
}
