/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Gives a file a name that no other may have: a rename would silently replace whatever came to
 * stand there a moment before, a hard link does not. Safe for threads.
 */
final class Publisher {
  private final boolean links;

  private Publisher(boolean links) {
    this.links = links;
  }

  /** By hard links where the file system has them. */
  static Publisher in(Path folder) {
    return new Publisher(hasLinks(folder));
  }

  /** As where the file system has none. */
  static Publisher withoutLinks() {
    return new Publisher(false);
  }

  /** Found out once: a failure later is trouble, and no reason for the weaker way. */
  private static boolean hasLinks(Path folder) {
    Path probe = folder.resolve(UUID.randomUUID() + Incoming.SUFFIX);
    Path link = folder.resolve(UUID.randomUUID() + Incoming.SUFFIX);
    try {
      Files.createFile(probe);
      try {
        Files.createLink(link, probe);
        return true;
      } finally {
        Files.deleteIfExists(link);
        Files.deleteIfExists(probe);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Names the file. Its old name may be left, for the caller to delete, or gone.
   *
   * @throws FileAlreadyExistsException if something has the name; nothing is changed
   */
  void publish(Path file, Path target) throws IOException {
    if (links) {
      Files.createLink(target, file);
    } else {
      move(file, target);
    }
  }

  /** Nobody but this program writes there, so that the check holds until the move. */
  private synchronized void move(Path file, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
