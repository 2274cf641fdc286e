/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.config.PathSettings;
import org.xrayvision.server.upkeep.BackupFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backup}: checked copies of both databases, also while a server works on them. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies both databases, checks the copies, and says where they are. Works while the server"
          + " runs. Such copies are never deleted by the program; those of each night are made by"
          + " itself, see [general] maintenance_hour.",
      "Pictures and DICOM files are not copied: copy the images folder with your own means."
    })
final class BackupCommand implements Callable<Integer> {
  private static final double MB = 1e6;

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationOptions where = new ConfigurationOptions();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "The folder for the copies; by default [general] XRAYVISION_BACKUP_DIR.")
  private @Nullable Path to;

  BackupCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    PathSettings paths = where.load(environment).paths();
    if (!Files.exists(paths.database())) {
      throw new XRayVisionException(
          paths.database() + ": there is no such database; name the data directory with --data");
    }
    NativeLibrary.load(paths.dataDirectory());
    BackupFolder folder =
        new BackupFolder(to == null ? paths.backupDirectory() : to.toAbsolutePath().normalize());
    Instant now = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    for (Path database : List.of(paths.database(), paths.serverDatabase())) {
      if (Files.exists(database)) {
        Path copy = folder.byHand(database, now);
        AuditFile.record(
            paths.serverDatabase(), "backup", copy.getFileName().toString(), "asked for");
        out.printf("%s (%.1f MB, checked)%n", copy, Files.size(copy) / MB);
      }
    }
    return 0;
  }
}
