/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.MigrationReport;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.PathSettings;
import org.xrayvision.server.config.ServerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code migrate}: brings the databases to this program's form, or says what would change. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Brings the databases, also one of the Python program, to the form that this program knows,"
          + " after a backup; \"serve\" does the same when it starts. Stop what works on them first.",
      "With --dry-run it is done on a copy that is deleted again, and all stays as it is."
    })
final class MigrateCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationOptions where = new ConfigurationOptions();

  @Option(names = "--dry-run", description = "Only say what would change.")
  private boolean dryRun;

  MigrateCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    ServerConfiguration configuration = where.load(environment);
    PathSettings paths = configuration.paths();
    if (!Files.exists(paths.database())) {
      throw new XRayVisionException(
          paths.database() + ": there is no such database; name the data directory with --data");
    }
    NativeLibrary.load(paths.dataDirectory());
    XRayVisionBuilder engine = NobodyReads.engine(configuration);
    MigrationReport report = dryRun ? engine.rehearseMigration() : engine.migrate();
    if (!dryRun) {
      if (Files.exists(paths.serverDatabase())) {
        UserStore.open(paths.serverDatabase(), paths.backupDirectory(), Clock.systemUTC()).close();
      }
      AuditFile.record(
          paths.serverDatabase(),
          "migrate",
          paths.database().getFileName().toString(),
          report.formBefore() + " to " + report.formAfter());
    }
    print(paths, report);
    return 0;
  }

  private void print(PathSettings paths, MigrationReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        paths.database() + ": " + form(report.formBefore()) + " -> form " + report.formAfter());
    line(out, "", "before", "after", "");
    report
        .before()
        .forEach(
            (name, before) -> {
              long after = report.after().getOrDefault(name, 0L);
              String note = after < before && isTable(name) ? "  <- rows without a uid" : "";
              line(out, name, number(before), number(after), before == after ? note : note + "  *");
            });
    out.println("images folder:");
    report.images().forEach((name, count) -> line(out, name, "", number(count), meaning(name)));
    out.println(end(paths, report));
  }

  private String end(PathSettings paths, MigrationReport report) {
    if (dryRun) {
      return "This was done on a copy; nothing was changed.";
    }
    return report.formBefore() == report.formAfter()
        ? "It was up to date."
        : "Done. What was there before is in " + paths.backupDirectory();
  }

  private static String form(int form) {
    return form == 0 ? "the Python program's" : "form " + form;
  }

  private static boolean isTable(String name) {
    return name.indexOf(' ') < 0;
  }

  private static String meaning(String name) {
    return switch (name) {
      case "pictures without an exam" -> "  put aside at night";
      case "DICOM files without an exam" -> "  become exams at the start";
      case "waiting exams with neither" -> "  become errors when it is their turn";
      default -> "";
    };
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void line(PrintWriter out, String name, String before, String after, String note) {
    out.println(String.format(Locale.ROOT, "  %-38s %12s %12s%s", name, before, after, note));
  }
}
