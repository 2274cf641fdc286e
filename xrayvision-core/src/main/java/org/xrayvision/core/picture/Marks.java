/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.dicom.data.UIDs;

/**
 * Tells pictures whose making ends the process: {@code incoming/<uid>.making} stands while one is
 * made, a byte longer for each time that it was begun. Not forced to disk: what is in the page
 * cache outlives the process, and a power cut is nobody's fault. Safe for threads.
 */
final class Marks {
  static final String SUFFIX = ".making";

  private final DataDirectory directory;
  private final Map<String, Integer> deaths = new ConcurrentHashMap<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Marks(DataDirectory directory) {
    this.directory = directory;
  }

  /**
   * Reads what earlier lives of the process have left.
   *
   * @param made whether an exam has its picture: then its making was survived
   */
  void load(Predicate<String> made) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.incoming(), "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String uid = name.substring(0, name.length() - SUFFIX.length());
        if (!UIDs.isValid(uid)) {
          continue;
        }
        if (made.test(uid)) {
          Files.deleteIfExists(file);
        } else {
          deaths.put(uid, (int) Math.max(1, Math.min(Files.size(file), 1_000)));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Without the marks every exam is tried as a new one.
    }
  }

  /** How often the process has ended while the picture was made. */
  int deaths(String uid) {
    return deaths.getOrDefault(uid, 0);
  }

  /** How many exams have such a past. */
  int size() {
    return deaths.size();
  }

  /** The picture is about to be made. */
  void begin(String uid) {
    if (closed) {
      return;
    }
    begun.add(uid);
    try {
      Files.write(
          file(uid), new byte[] {'x'}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A disk that takes no byte will not take the picture either, and says so there.
    }
  }

  /** It was survived, whatever became of it. */
  void end(String uid) {
    deaths.remove(uid);
    begun.remove(uid);
    try {
      Files.deleteIfExists(file(uid));
    } catch (IOException e) {
      // At worst it is tried after the others, once the process starts again.
    }
  }

  /** The process ends because it was told to: what is still being made is not to blame. */
  void close() {
    closed = true;
    begun.forEach(this::end);
  }

  private Path file(String uid) {
    return directory.incoming().resolve(uid + SUFFIX);
  }
}
