/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The folder below which each plugin has one of its own. Stateless but for its path. */
final class Scratch {
  private final Path root;

  Scratch(Path root) {
    this.root = root;
  }

  /** An empty folder. */
  Path folder(String name) throws IOException {
    Path folder = root.resolve(name);
    delete(folder);
    return Files.createDirectories(folder);
  }

  void deleteAll() {
    try {
      delete(root);
    } catch (IOException | UncheckedIOException e) {
      // A plugin still writes into it; the next start empties it.
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
