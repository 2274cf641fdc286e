/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationSources.Option;
import org.xrayvision.server.config.ServerConfiguration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The options of every command that runs a server: where its data is, and where it listens. */
final class DataOptions {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @CommandLine.Mixin private ConfigurationOptions where = new ConfigurationOptions();

  @CommandLine.Option(
      names = "--http-port",
      paramLabel = "N",
      description = "The port of the dashboard; 0 for any free one.")
  private @Nullable String httpPort;

  @CommandLine.Option(
      names = "--dicom-port",
      paramLabel = "N",
      description = "The port of the DICOM listener; 0 for any free one.")
  private @Nullable String dicomPort;

  /** The data directory, if one was named. */
  Optional<Path> dataDirectory() {
    return where.data().given();
  }

  /** The configuration of the data directory, with these values from the command line. */
  ServerConfiguration load(Map<String, String> environment, List<Option> options) {
    return load(where.data().path(), environment, options);
  }

  /** The configuration of a directory; these options count before the ports' own. */
  ServerConfiguration load(Path directory, Map<String, String> environment, List<Option> options) {
    List<Option> all = new ArrayList<>(options);
    add(all, "--http-port", "DASHBOARD_PORT", httpPort);
    add(all, "--dicom-port", "AE_PORT", dicomPort);
    return where.load(directory, environment, all);
  }

  /**
   * Adds an option that was given.
   *
   * @throws ParameterException if its value is none that it can have
   */
  void add(List<Option> options, String name, String key, @Nullable String value) {
    if (value != null) {
      Option option = new Option(name, key, value);
      option
          .error()
          .ifPresent(
              error -> {
                throw new ParameterException(command.commandLine(), error);
              });
      options.add(option);
    }
  }
}
