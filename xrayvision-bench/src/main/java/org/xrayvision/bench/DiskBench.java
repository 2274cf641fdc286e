/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * This disk itself: the steps that make an object durable, and nothing else. Write a file, force
 * it, rename it, force its folder.
 */
final class DiskBench {
  static final String NAME = "the disk itself";

  private static final int PIECE = 1 << 20;

  private final Path parent;

  DiskBench(Path parent) {
    this.parent = parent;
  }

  double imagesPerSecond(long size, int images, int writers) throws Exception {
    Path folder = Files.createTempDirectory(parent, "disk");
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String prefix = writer + "-";
        running.add(
            pool.submit(
                () -> {
                  write(folder, prefix, size, images / writers);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return images * 1e9 / (System.nanoTime() - start);
    } finally {
      pool.shutdownNow();
      Processes.deleteTree(folder);
    }
  }

  private static void write(Path folder, String prefix, long size, int images) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    for (int image = 0; image < images; image++) {
      Path part = folder.resolve(prefix + image + ".part");
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (long left = size; left > 0; ) {
          piece.clear().limit((int) Math.min(left, PIECE));
          left -= channel.write(piece);
        }
        channel.force(true);
      }
      Files.move(part, folder.resolve(prefix + image + ".dcm"), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
