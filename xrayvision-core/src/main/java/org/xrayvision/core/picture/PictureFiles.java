/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.store.DataDirectory;

/**
 * Where objects and pictures lie, and how a picture is written so that a crash leaves the whole of
 * it or nothing. Safe for threads.
 */
final class PictureFiles {
  private static final int LOOKED_AT = 64;

  private final DataDirectory directory;
  private final @Nullable Object folderKey;

  PictureFiles(DataDirectory directory) {
    this.directory = directory;
    this.folderKey = folderKeyAtStart(directory.images());
  }

  private static @Nullable Object folderKeyAtStart(Path folder) {
    try {
      return key(folder);
    } catch (IOException e) {
      return null;
    }
  }

  /** What tells the folder from one that a lost mount leaves in its place; null on Windows. */
  private static @Nullable Object key(Path folder) throws IOException {
    return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
  }

  Path object(String uid) {
    return directory.dicomFile(uid);
  }

  Path png(String uid) {
    return directory.pictureFile(uid);
  }

  void deletePng(String uid) throws DiskTroubleException {
    try {
      Files.deleteIfExists(png(uid));
    } catch (IOException e) {
      throw DiskTroubleException.notWritten(e);
    }
  }

  /** Writes the picture, forced to disk: the object may be deleted once the exam is done. */
  void write(String uid, byte[] png) throws DiskTroubleException {
    Path part = directory.incoming().resolve(UUID.randomUUID() + ".part");
    try {
      writeThrough(part, png, png(uid));
    } catch (IOException e) {
      throw DiskTroubleException.notWritten(e);
    }
  }

  private void writeThrough(Path part, byte[] png, Path target) throws IOException {
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(png);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      DataDirectory.forceDirectory(directory.images());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Why the images folder cannot be read, or empty if it can. */
  Optional<String> folderTrouble() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.images())) {
      boolean unused = entries.iterator().hasNext();
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.of("the images folder cannot be read: " + reason(e));
    }
  }

  /**
   * Makes sure that a file that cannot be read is not the folder's fault.
   *
   * @throws DiskTroubleException if the folder cannot be read, or is not the one of the start
   */
  void requireFolder() throws DiskTroubleException {
    Optional<String> trouble = folderTrouble();
    if (trouble.isPresent()) {
      throw new DiskTroubleException(trouble.get());
    }
    try {
      if (folderKey == null || folderKey.equals(key(directory.images()))) {
        return;
      }
    } catch (IOException e) {
      throw new DiskTroubleException("the images folder cannot be read: " + reason(e));
    }
    throw new DiskTroubleException(
        "another folder stands in the place of the images folder; is its disk mounted?"
            + " If so, start again");
  }

  /** Whether a file of another exam can be read: then the folder and its disk are not to blame. */
  boolean othersCanBeRead(String uid) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.images())) {
      int looked = 0;
      for (Path file : entries) {
        if (file.getFileName().toString().startsWith(uid + ".")) {
          continue;
        }
        if (canBeRead(file)) {
          return true;
        }
        if (++looked == LOOKED_AT) {
          return false;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static boolean canBeRead(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Without the path that messages of the file system begin with. */
  static String reason(Exception e) {
    if (e instanceof DirectoryIteratorException wrapped) {
      return reason(wrapped.getCause());
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
