package org.xrayvision.core.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.xrayvision.core.store.DataDirectory;

/**
 * Where objects and pictures lie, and how a picture is written so that a crash leaves the whole of
 * it or nothing.
 */
final class PictureFiles {
  private final DataDirectory directory;

  PictureFiles(DataDirectory directory) {
    this.directory = directory;
  }

  Path object(String uid) {
    return directory.dicomFile(uid);
  }

  Path png(String uid) {
    return directory.pictureFile(uid);
  }

  void deletePng(String uid) throws IOException {
    Files.deleteIfExists(png(uid));
  }

  /** Writes the picture, forced to disk: the object may be deleted once the exam is done. */
  void write(String uid, byte[] png) throws IOException {
    Path part = directory.incoming().resolve(UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(png);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, png(uid), StandardCopyOption.ATOMIC_MOVE);
      DataDirectory.forceDirectory(directory.images());
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
