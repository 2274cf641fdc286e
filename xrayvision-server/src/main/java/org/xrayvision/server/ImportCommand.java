/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.server.files.PrivateFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import PATH...}: brings DICOM files in, through the running server where there is one. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Brings in DICOM files, and folders of them with all folders below.",
      "A file is known by its content, not by its name. Where a server runs on the data directory,"
          + " the files go through it; else the directory is opened for the time.",
      "Run again, it goes on where it was ended. The exit code is 0 if every DICOM file is in."
    })
final class ImportCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationOptions where = new ConfigurationOptions();

  @Option(
      names = "--source",
      paramLabel = "AETITLE",
      description = "Take the files as if this AE title had sent them: its section counts.")
  private @Nullable String source;

  @Option(names = "--again", description = "Bring files that an earlier run has brought, too.")
  private boolean again;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
  private List<Path> paths = List.of();

  ImportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  @SuppressWarnings("try") // the shutdown only has to stand while the run is under way
  public Integer call() throws Exception {
    List<Path> roots = paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    for (Path root : roots) {
      if (!Files.exists(root)) {
        throw new ParameterException(spec.commandLine(), root + ": there is no such file");
      }
    }
    if (source != null && !source.matches("[\\x20-\\x5B\\x5D-\\x7E]{1,16}")) {
      throw new ParameterException(
          spec.commandLine(), "--source: an AE title is 1 to 16 characters without a backslash");
    }
    Parts parts = new Parts();
    try (parts;
        Shutdown shutdown = Shutdown.closing(parts)) {
      ImportDoor door = parts.start(this::open);
      Path data = where.data().path();
      ImportReport report = new ImportReport(data, LocalDateTime.now(ZoneId.systemDefault()));
      ImportRun run =
          parts.start(() -> new ImportRun(door, new ImportJournal(data), report, again));
      spec.commandLine().getOut().println("importing through " + door.name());
      return run.run(roots, spec.commandLine().getOut(), isTerminal()) ? 0 : Main.FAILURE;
    } catch (Parts.EndedException e) {
      return Main.FAILURE;
    }
  }

  private ImportDoor open() throws IOException {
    Path data = where.data().path();
    if (ControlFile.isThere(data)) {
      ServerConnection server = ServerConnection.to(data);
      if (ServerDoor.answers(server)) {
        return new ServerDoor(server, source);
      }
    }
    ServerConfiguration configuration = where.load(environment);
    // A directory that was not named, and that holds nothing, is most likely not the one meant.
    if (where.data().given().isEmpty() && !Files.exists(configuration.paths().database())) {
      throw new XRayVisionException(
          data + " holds no data of XRayVision: name the data directory with --data");
    }
    DemoFolder.refuse(data);
    PrivateFolders.create(data);
    NativeLibrary.load(data);
    return new EngineDoor(configuration, source);
  }

  /** Before JDK 22 there is no console where output is no terminal; since then, there is always. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    String kind = System.getenv("TERM");
    return System.console() != null && kind != null && !kind.equals("dumb");
  }
}
