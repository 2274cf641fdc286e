/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the data directory can be written, forced and read, and how much room is left. Immutable.
 *
 * @param minFreeBytes with less nothing is taken
 */
record DiskCheck(Path folder, long minFreeBytes) implements Check {
  private static final int BYTES = 1 << 20;
  private static final double GB = 1e9;

  @Override
  public String kind() {
    return "disk";
  }

  @Override
  public @Nullable String target() {
    return null;
  }

  @Override
  public Duration atMost() {
    return Duration.ofSeconds(20);
  }

  @Override
  public Outcome look() throws IOException {
    Path file = Files.createTempFile(folder, "selftest-", ".tmp");
    try {
      if (!writeAndRead(file)) {
        return Outcome.failed(
            "What was written is not what is read again.", "Have the disk looked at, at once.");
      }
    } catch (IOException e) {
      return Outcome.failed(
          "The data directory cannot be written (" + e.getClass().getSimpleName() + ").",
          "Check the disk, its room and the permissions.");
    } finally {
      Files.deleteIfExists(file);
    }
    return room();
  }

  private Outcome room() throws IOException {
    FileStore store = Files.getFileStore(folder);
    long free = store.getUsableSpace();
    Map<String, String> facts =
        Map.of("free", gigabytes(free), "total", gigabytes(store.getTotalSpace()));
    String words = facts.get("free") + " GB free of " + facts.get("total") + " GB.";
    return free >= minFreeBytes
        ? Outcome.ok("room", facts, words)
        : Outcome.failed(
            words + " Exams are refused below " + gigabytes(minFreeBytes) + " GB.",
            "Make room, or set [general] min_free_mb lower.");
  }

  private static boolean writeAndRead(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    for (int i = 0; i < BYTES; i++) {
      bytes.put((byte) ((i * 31) >>> 3));
    }
    bytes.flip();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      channel.force(true);
    }
    return ByteBuffer.wrap(Files.readAllBytes(file)).equals(bytes.rewind());
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / GB);
  }
}
