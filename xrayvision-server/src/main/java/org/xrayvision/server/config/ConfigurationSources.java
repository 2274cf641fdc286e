/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration is put together from. Immutable.
 *
 * @param dataDirectory where relative paths begin
 * @param configFile the file that was named, or null for the one in the data directory or else the
 *     shipped one
 * @param strict whether warnings are errors
 * @param environment the environment variables
 * @param options what the command line says; wins over all else
 */
public record ConfigurationSources(
    Path dataDirectory,
    @Nullable Path configFile,
    boolean strict,
    Map<String, String> environment,
    List<Option> options) {
  /**
   * One value from the command line. Immutable.
   *
   * @param option as it was typed, for messages
   * @param key the name of a key
   */
  public record Option(String option, String key, String value) {
    /** What is wrong with the value, as {@code --x = "y" must be ...}; empty if nothing is. */
    public Optional<String> error() {
      try {
        Keys.named(key).orElseThrow().form().parse(value);
        return Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.of(option + " = \"" + value + "\" must be " + e.getMessage());
      }
    }
  }

  /** Copies the collections. */
  public ConfigurationSources {
    environment = Map.copyOf(environment);
    options = List.copyOf(options);
  }

  /** The data directory alone, without environment and command line. */
  public static ConfigurationSources ofDirectory(Path dataDirectory) {
    return new ConfigurationSources(dataDirectory, null, false, Map.of(), List.of());
  }
}
