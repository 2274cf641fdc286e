/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.Databases;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.config.PathSettings;
import org.xrayvision.server.upkeep.BackupFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore FILE}: puts a copy in the place of the database that it is one of. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a copy that \"backup\", the nights or a migration made in the place of the database it is"
          + " one of: the exams', or that of users, sessions and audit log. Stop the server first.",
      "The copy is checked before anything is touched, and what stood there is kept beside it."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationOptions where = new ConfigurationOptions();

  @Parameters(paramLabel = "FILE", description = "The copy.")
  private Path file = Path.of("");

  RestoreCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PathSettings paths = where.load(environment).paths();
    Path copy = file.toAbsolutePath().normalize();
    NativeLibrary.load(paths.dataDirectory());
    Databases.Checked checked = Databases.check(copy);
    Path database =
        switch (checked.content()) {
          case EXAMS -> paths.database();
          case ACCOUNTS -> accounts(paths, copy, checked.form());
          case OTHER ->
              throw new XRayVisionException(copy + " is no database of XRayVision: name another");
        };
    Path aside =
        Databases.restore(
            paths.dataDirectory(),
            paths.database(),
            database,
            copy,
            BackupFolder.stamp(Instant.now()));
    if (checked.content() == Databases.Content.ACCOUNTS) {
      ServerDatabase.endSessions(database);
    } else {
      ServerDatabase.forgetRetrievals(paths.serverDatabase());
    }
    String name = database.getFileName().toString();
    AuditFile.record(paths.serverDatabase(), "restore", name, copy.getFileName().toString());
    PrintWriter out = spec.commandLine().getOut();
    out.println("restored " + database + " from " + copy);
    if (aside != null) {
      out.println("what stood there is " + aside + "; delete it when you are sure");
    }
    return 0;
  }

  private static Path accounts(PathSettings paths, Path copy, int form) {
    if (form > ServerDatabase.newestForm()) {
      throw new XRayVisionException(
          copy
              + " was written by a newer XRayVision (form "
              + form
              + ", this one knows "
              + ServerDatabase.newestForm()
              + "): restore it with that one");
    }
    return paths.serverDatabase();
  }
}
