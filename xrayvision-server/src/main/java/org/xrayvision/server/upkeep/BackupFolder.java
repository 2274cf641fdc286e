/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.Databases;

/**
 * The folder with copies of the databases. Those of the nights make room for each other by {@link
 * Rotation}; those that a person made, or that were made before a migration, are never deleted.
 * Safe for threads, and beside another process.
 */
public final class BackupFolder {
  private static final String NIGHTLY = "-daily-";
  private static final String BY_HAND = "-hand-";
  private static final String MIGRATION = "-form";
  private static final String SUFFIX = ".db";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss'Z'", Locale.ROOT);

  private static final Duration STALE = Duration.ofDays(1);

  private final Path folder;

  /** A folder, which is made when there is something to put into it. */
  public BackupFolder(Path folder) {
    this.folder = folder;
  }

  /** Why a copy was made. */
  public enum Kind {
    /** At night. */
    DAILY,
    /** Somebody asked for it. */
    HAND,
    /** Before the database was brought to a new form. */
    MIGRATION
  }

  /** A copy that is there. */
  public record Copy(Path file, Kind kind, long bytes, Instant made) {}

  /** A moment as it stands in the names of copies. */
  public static String stamp(Instant at) {
    return STAMP.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
  }

  /**
   * Copies a database at night.
   *
   * @throws XRayVisionException if that cannot be done
   */
  public Path nightly(Path database, Instant now) {
    Path copy = copy(database, NIGHTLY, now);
    deleteParts(now.minus(STALE));
    return copy;
  }

  /** Copies a database for somebody who asked for it. */
  public Path byHand(Path database, Instant now) {
    return copy(database, BY_HAND, now);
  }

  private Path copy(Path database, String kind, Instant now) {
    String stem = database.getFileName() + kind + stamp(now);
    Path copy = folder.resolve(stem + SUFFIX);
    for (int n = 2; Files.exists(copy); n++) {
      copy = folder.resolve(stem + "-" + n + SUFFIX);
    }
    Databases.backUp(database, copy);
    return copy;
  }

  /** What a process that ended in the middle of a copy has left. */
  private void deleteParts(Instant before) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + SUFFIX + ".part")) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      throw new XRayVisionException(folder + " cannot be gone through: check its rights", e);
    }
  }

  /** Deletes the nightly copies of a database that are not kept; returns how many are left. */
  public int rotate(Path database, ZoneId zone) {
    String name = database.getFileName() + NIGHTLY;
    List<Copy> nightly =
        list().stream()
            .filter(copy -> copy.kind() == Kind.DAILY)
            .filter(copy -> copy.file().getFileName().toString().startsWith(name))
            .toList();
    Set<Instant> kept =
        Rotation.kept(nightly.stream().map(Copy::made).collect(Collectors.toSet()), zone);
    int left = 0;
    for (Copy copy : nightly) {
      try {
        if (kept.contains(copy.made()) || !Files.deleteIfExists(copy.file())) {
          left++;
        }
      } catch (IOException e) {
        throw new XRayVisionException(
            copy.file() + " cannot be deleted: check the rights there", e);
      }
    }
    return left;
  }

  /** All copies, newest first. */
  public List<Copy> list() {
    List<Copy> copies = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return copies;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        kind(file).ifPresent(kind -> add(copies, file, kind));
      }
    } catch (IOException e) {
      throw new XRayVisionException(folder + " cannot be read: check the rights there", e);
    }
    copies.sort(Comparator.comparing(Copy::made).reversed());
    return copies;
  }

  private static void add(List<Copy> copies, Path file, Kind kind) {
    try {
      Instant changed = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
      copies.add(new Copy(file, kind, Files.size(file), stamped(file).orElse(changed)));
    } catch (IOException e) {
      // It is gone by now.
    }
  }

  private static Optional<Kind> kind(Path file) {
    String name = file.getFileName().toString();
    return name.contains(NIGHTLY)
        ? Optional.of(Kind.DAILY)
        : name.contains(BY_HAND)
            ? Optional.of(Kind.HAND)
            : name.contains(MIGRATION) ? Optional.of(Kind.MIGRATION) : Optional.empty();
  }

  /** The time in a name; a file's own one may be that of a copy from elsewhere. */
  private static Optional<Instant> stamped(Path file) {
    String name = file.getFileName().toString();
    for (String kind : new String[] {NIGHTLY, BY_HAND}) {
      int at = name.indexOf(kind);
      int end = at < 0 ? -1 : name.indexOf('Z', at);
      if (end > 0) {
        try {
          String stamp = name.substring(at + kind.length(), end + 1);
          return Optional.of(LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
