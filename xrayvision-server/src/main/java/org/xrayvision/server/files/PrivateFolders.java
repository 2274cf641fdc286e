/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Who on this machine may look into a folder, where the system knows such rights. Stateless. */
public final class PrivateFolders {
  private PrivateFolders() {}

  /** Creates a folder that only its owner may enter; an existing one stays as it is. */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (knowsRights(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Creates a file that only its owner may read; an existing one stays as it is. */
  public static Path createFile(Path file) throws IOException {
    try {
      if (knowsRights(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      // As it should be.
    }
    return file;
  }

  /** A warning if every account of this machine may look into the folder. */
  public static Optional<String> warning(Path folder) {
    try {
      if (!knowsRights(folder)) {
        return Optional.empty();
      }
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
      boolean open =
          rights.contains(PosixFilePermission.OTHERS_READ)
              || rights.contains(PosixFilePermission.OTHERS_EXECUTE);
      return open
          ? Optional.of(
              folder
                  + " holds patients' data and can be read by every account of this machine; shut it"
                  + " with: chmod o= "
                  + folder)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean knowsRights(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
