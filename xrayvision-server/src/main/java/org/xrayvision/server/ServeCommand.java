/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ServerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs until it is ended by a signal. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the server until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOptions where = new DataOptions();

  @Option(names = "--keep-dicom", description = "Keep DICOM files when their reading is done.")
  private boolean keepDicom;

  @Option(
      names = "--load-dicom",
      description = "Offer the DICOM files in the data directory's images folder again.")
  private boolean loadDicom;

  @Option(names = "--no-query", description = "Do not ask any PACS for studies.")
  private boolean noQuery;

  @Option(names = "--enable-ntfy", description = "Push positive findings.")
  private boolean enableNtfy;

  @Option(
      names = "--translate-existing",
      description = "Translate the radiologists' reports that are there already.")
  private boolean translateExisting;

  @Option(names = "--model", paramLabel = "NAME", description = "The model to ask for.")
  private @Nullable String model;

  @Option(
      names = "--retrieval-method",
      paramLabel = "METHOD",
      description = "C-MOVE or C-GET, for a PACS without a method of its own.")
  private @Nullable String retrievalMethod;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "ERROR, WARNING, INFO or DEBUG.")
  private @Nullable String logLevel;

  ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    String adminPassword = environment.get("XRAYVISION_ADMIN_PASSWORD");
    Parts parts = new Parts();
    try (parts;
        Shutdown shutdown = Shutdown.closing(parts)) {
      ServerConfiguration configuration = where.load(environment, overrides());
      Server server = parts.start(() -> Server.start(configuration, adminPassword, null));
      server.announce(spec.commandLine().getOut());
      shutdown.await();
    } catch (InterruptedException e) {
      // A program that runs us in a thread of its own ends us so.
      Thread.currentThread().interrupt();
    } catch (Parts.EndedException e) {
      // The signal came before the start was over.
    }
    return 0;
  }

  private List<ConfigurationSources.Option> overrides() {
    List<ConfigurationSources.Option> options = new ArrayList<>();
    where.add(options, "--keep-dicom", "KEEP_DICOM", keepDicom ? "yes" : null);
    where.add(options, "--load-dicom", "LOAD_DICOM", loadDicom ? "yes" : null);
    where.add(options, "--no-query", "NO_QUERY", noQuery ? "yes" : null);
    where.add(options, "--enable-ntfy", "ENABLE_NTFY", enableNtfy ? "yes" : null);
    where.add(
        options, "--translate-existing", "translate_existing", translateExisting ? "yes" : null);
    where.add(options, "--model", "MODEL_NAME", model);
    where.add(options, "--retrieval-method", "RETRIEVAL_METHOD", retrievalMethod);
    where.add(options, "--log-level", "log_level", logLevel);
    return options;
  }
}
