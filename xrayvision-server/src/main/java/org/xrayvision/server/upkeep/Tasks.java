/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.xrayvision.core.Upkeep;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.MaintenanceSettings;
import org.xrayvision.server.config.PathSettings;

/** What is done at night, in this order: copies first, then what deletes. Stateless. */
public final class Tasks {
  private static final long MB = 1_000_000;

  private final Upkeep upkeep;
  private final UserStore users;
  private final BackupFolder backups;
  private final ZoneId zone;
  private final Clock clock;

  private Tasks(PathSettings paths, XRayVision engine, UserStore users, ZoneId zone, Clock clock) {
    this.upkeep = engine.upkeep();
    this.users = users;
    this.backups = new BackupFolder(paths.backupDirectory());
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * The tasks of a server.
   *
   * @param keepDicom whether objects are kept for good: then none is purged, a sender may have been
   *     told that it is safe
   */
  public static List<Maintenance.Task> of(
      PathSettings paths,
      MaintenanceSettings settings,
      boolean keepDicom,
      XRayVision engine,
      UserStore users,
      ZoneId zone,
      Clock clock) {
    Tasks tasks = new Tasks(paths, engine, users, zone, clock);
    Duration purge = settings.purgeAfter();
    Duration pictures = settings.dropPicturesAfter();
    return List.of(
        new Maintenance.Task("backup", () -> tasks.copy(paths.database())),
        new Maintenance.Task("backup_users", () -> tasks.copy(paths.serverDatabase())),
        new Maintenance.Task("purge", () -> tasks.purge(purge, keepDicom)),
        new Maintenance.Task("pictures", () -> tasks.drop(pictures)),
        new Maintenance.Task("orphans", () -> tasks.orphans()),
        new Maintenance.Task("sessions", () -> users.sessions().purge() + " ended"),
        new Maintenance.Task("analyze", () -> tasks.analyze()));
  }

  private String copy(Path database) {
    Path copy = backups.nightly(database, clock.instant());
    Principal who = AuditFile.program(AuditFile.MAINTENANCE);
    users.audit().record(who, "backup", copy.getFileName().toString(), "nightly");
    int kept = backups.rotate(database, zone);
    try {
      long bytes = Files.size(copy);
      return copy.getFileName() + ", " + (bytes + MB / 2) / MB + " MB, checked; " + kept + " kept";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String purge(Duration age, boolean keepDicom) {
    if (age.isZero() || keepDicom) {
      return keepDicom ? "nothing, as KEEP_DICOM = yes" : "nothing, as purge_days = 0";
    }
    return upkeep.purgeSetAside(age)
        + " exams that were error or ignore for "
        + age.toDays()
        + " d";
  }

  private String drop(Duration age) {
    return age.isZero()
        ? "all kept, as picture_days = 0"
        : upkeep.dropPictures(age)
            + " deleted of exams done for "
            + age.toDays()
            + " days whose object is kept";
  }

  private String orphans() {
    return upkeep.putOrphansAside() + " put aside";
  }

  private String analyze() {
    upkeep.analyze();
    return "done";
  }
}
