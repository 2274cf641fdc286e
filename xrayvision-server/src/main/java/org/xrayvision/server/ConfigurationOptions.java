/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ServerConfiguration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigurationOptions {
  @Mixin private DataDirectory data = new DataDirectory();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration file; by default xrayvision.cfg in the data directory, else the"
              + " shipped one.")
  private @Nullable Path config;

  @Option(
      names = "--strict-config",
      description = "Take warnings about the configuration for errors.")
  private boolean strict;

  DataDirectory data() {
    return data;
  }

  /** The configuration of the data directory. */
  ServerConfiguration load(Map<String, String> environment) {
    return load(data.path(), environment, List.of());
  }

  /** The configuration of a directory, with these values from the command line. */
  ServerConfiguration load(
      Path directory, Map<String, String> environment, List<ConfigurationSources.Option> options) {
    return ConfigurationLoader.load(
        new ConfigurationSources(directory, config, strict, environment, options));
  }
}
