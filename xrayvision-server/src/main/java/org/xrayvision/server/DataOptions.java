package org.xrayvision.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;
import org.xrayvision.server.config.ServerConfiguration;
import picocli.CommandLine;

/** The options that say where data and configuration are. */
final class DataOptions {
  @CommandLine.Mixin private DataDirectory data = new DataDirectory();

  @CommandLine.Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration file; by default xrayvision.cfg in the data directory, else the"
              + " shipped one.")
  private @Nullable Path config;

  @CommandLine.Option(
      names = "--strict-config",
      description = "Take warnings about the configuration for errors.")
  private boolean strict;

  /** The configuration, with these values from the command line. */
  ServerConfiguration load(Map<String, String> environment, List<Option> options) {
    return ConfigurationLoader.load(
        new ConfigurationSources(data.path(), config, strict, environment, options));
  }
}
