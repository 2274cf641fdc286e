/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the layers of a configuration and lays one over the other. */
final class Layers {
  static final String SHIPPED = "xrayvision.cfg";
  private static final String LOCAL = "local.cfg";
  private static final String PREFIX = "XRAYVISION_";

  /** Environment variables with our prefix that are no keys. */
  private static final Set<String> NO_KEYS =
      Set.of("XRAYVISION_ADMIN_PASSWORD", "XRAYVISION_DICOM_CORPUS");

  private Layers() {}

  /** The files, the environment and the command line as one file, the later over the earlier. */
  static IniFile read(ConfigurationSources sources, Findings findings) {
    Path file = mainFile(sources);
    IniFile merged = file == null ? shipped() : read(file);
    Path local = besides(sources, file).resolve(LOCAL);
    if (Files.exists(local)) {
      merged = merged.overlaidWith(read(local));
    }
    return merged
        .overlaidWith(environment(sources.environment(), findings))
        .overlaidWith(commandLine(sources));
  }

  /** A file of the site's, with the names that keys have now. */
  private static IniFile read(Path file) {
    return IniReader.read(file).renamed("plugins", "directory", Keys.PLUGIN_DIRECTORY.key());
  }

  /** The shipped file. */
  static IniFile shipped() {
    try (InputStream in = Layers.class.getResourceAsStream("/" + SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException("the shipped " + SHIPPED + " is missing from the jar");
      }
      String name = "shipped " + SHIPPED;
      return IniReader.parse(name, IniReader.decode(name, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Path mainFile(ConfigurationSources sources) {
    Path named = sources.configFile();
    if (named != null) {
      return named;
    }
    Path own = sources.dataDirectory().resolve(SHIPPED);
    return Files.exists(own) ? own : null;
  }

  private static Path besides(ConfigurationSources sources, @Nullable Path file) {
    Path parent = file == null ? null : file.toAbsolutePath().getParent();
    return parent == null ? sources.dataDirectory() : parent;
  }

  private static IniFile environment(Map<String, String> environment, Findings findings) {
    Map<String, Key<?>> keys = new HashMap<>();
    Keys.ALL.forEach(key -> keys.put(key.environmentName(), key));
    Map<String, Map<String, IniEntry>> sections = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              Key<?> key = keys.get(name);
              if (key != null && !value.isBlank()) {
                put(sections, key, value.strip(), "environment variable " + name);
              } else if (key == null && name.startsWith(PREFIX) && !NO_KEYS.contains(name)) {
                findings.warning("environment variable " + name + " is no key; it is not used");
              }
            });
    return new IniFile(sections);
  }

  private static IniFile commandLine(ConfigurationSources sources) {
    Map<String, Map<String, IniEntry>> sections = new LinkedHashMap<>();
    for (ConfigurationSources.Option option : sources.options()) {
      Optional<Key<?>> key = Keys.named(option.key());
      if (key.isEmpty()) {
        throw new IllegalArgumentException("no key is named " + option.key());
      }
      put(sections, key.get(), option.value(), "option " + option.option());
    }
    return new IniFile(sections);
  }

  private static void put(
      Map<String, Map<String, IniEntry>> sections, Key<?> key, String value, String source) {
    sections
        .computeIfAbsent(key.section(), name -> new LinkedHashMap<>())
        .put(key.key(), new IniEntry(key.section(), key.key(), value, Origin.of(source)));
  }
}
