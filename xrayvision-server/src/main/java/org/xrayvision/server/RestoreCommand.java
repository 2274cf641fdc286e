/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.Databases;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.RestoredAccounts;
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
      "The copy is checked before anything is touched, and what stood there is kept beside it.",
      "With users, sessions and audit log nothing comes back that was taken away since the copy was"
          + " made: all sessions end, revoked API keys stay revoked, who was removed or disabled is"
          + " disabled, the newer password and the lesser role hold. Where the file that stood there"
          + " cannot be read, all API keys are revoked."
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
    Path database = place(paths, copy, checked);
    boolean accounts = checked.content() == Databases.Content.ACCOUNTS;
    List<String> said = new ArrayList<>();
    Path aside = restore(paths, copy, database, accounts, said);
    if (!accounts) {
      ServerDatabase.forgetRetrievals(paths.serverDatabase());
    }
    String name = database.getFileName().toString();
    AuditFile.record(paths.serverDatabase(), "restore", name, copy.getFileName().toString());
    PrintWriter out = spec.commandLine().getOut();
    out.println("restored " + database + " from " + copy);
    said.forEach(out::println);
    if (aside != null) {
      out.println("what stood there is " + aside + "; delete it when you are sure");
    }
    return 0;
  }

  /** The file that the copy is one of. */
  private static Path place(PathSettings paths, Path copy, Databases.Checked checked) {
    return switch (checked.content()) {
      case EXAMS -> paths.database();
      case ACCOUNTS -> accounts(paths, copy, checked.form());
      case OTHER ->
          throw new XRayVisionException(copy + " is no database of XRayVision: name another");
    };
  }

  /** Puts the copy there; accounts get nothing back that was taken away, which is then said. */
  private static @Nullable Path restore(
      PathSettings paths, Path copy, Path database, boolean accounts, List<String> said) {
    Instant now = Instant.now();
    return Databases.restore(
        paths.dataDirectory(),
        paths.database(),
        database,
        copy,
        BackupFolder.stamp(now),
        fresh -> {
          if (accounts) {
            said.addAll(RestoredAccounts.settle(fresh, database, now.toEpochMilli()).sentences());
          }
        });
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
