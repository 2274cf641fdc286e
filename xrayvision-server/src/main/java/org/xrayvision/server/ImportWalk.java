/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through files and folders, links followed but never in a circle. What cannot be read is
 * told of and passed over. For one thread.
 */
final class ImportWalk {
  private static final int DEEPEST = 64;

  /** Hears what is found. */
  interface Visitor {
    /**
     * A file.
     *
     * @return false to end the walk
     */
    boolean file(ImportFile file) throws IOException;

    /** Something that cannot be looked at, and why. */
    void unreadable(Path path, String why) throws IOException;
  }

  private ImportWalk() {}

  static void through(List<Path> roots, Visitor visitor) throws IOException {
    for (Path root : roots) {
      Steps steps = new Steps(visitor);
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, steps);
      if (steps.ended) {
        return;
      }
    }
  }

  private static final class Steps extends SimpleFileVisitor<Path> {
    private final Visitor visitor;
    private boolean ended;

    Steps(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isDirectory()) {
        visitor.unreadable(file, "more than " + DEEPEST + " folders deep");
      } else if (attributes.isRegularFile()) {
        long modified = attributes.lastModifiedTime().toMillis();
        ended = !visitor.file(new ImportFile(file, attributes.size(), modified));
      }
      return ended ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      visitor.unreadable(
          file,
          e instanceof FileSystemLoopException
              ? "a link that leads back to a folder above it"
              : "cannot be read: " + e.getClass().getSimpleName());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        visitor.unreadable(folder, "cannot be read to its end: " + e.getClass().getSimpleName());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
