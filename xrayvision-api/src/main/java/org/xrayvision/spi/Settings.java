/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A plugin's settings, each checked against its {@link SettingSpec}. Immutable. */
public final class Settings {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");

  private final Map<String, SettingSpec> schema;
  private final Map<String, String> texts;

  private Settings(Map<String, SettingSpec> schema, Map<String, String> texts) {
    this.schema = schema;
    this.texts = texts;
  }

  /**
   * Checks texts against a schema.
   *
   * @throws SettingsException that lists each unknown, missing and unusable setting
   */
  public static Settings of(List<SettingSpec> schema, Map<String, String> texts) {
    Map<String, SettingSpec> specs = new TreeMap<>();
    schema.forEach(spec -> specs.put(spec.name(), spec));
    List<String> errors = new ArrayList<>();
    for (String name : new TreeMap<>(texts).keySet()) {
      if (!specs.containsKey(name)) {
        errors.add("unknown setting " + name + "; known are " + specs.keySet());
      }
    }
    Map<String, String> taken = new TreeMap<>();
    for (SettingSpec spec : specs.values()) {
      String text = texts.getOrDefault(spec.name(), spec.defaultText());
      if (text == null || (text.isBlank() && spec.type() != SettingType.TEXT)) {
        if (spec.required()) {
          errors.add("setting " + spec.name() + " is missing: " + spec.description());
        }
      } else {
        check(spec, text.strip(), errors);
        taken.put(spec.name(), text.strip());
      }
    }
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
    return new Settings(Map.copyOf(specs), Map.copyOf(taken));
  }

  private static void check(SettingSpec spec, String text, List<String> errors) {
    boolean usable =
        switch (spec.type()) {
          case TEXT -> true;
          case INTEGER -> text.matches("[+-]?[0-9]{1,18}");
          case DECIMAL -> isDecimal(text);
          case BOOLEAN -> isBoolean(text);
          case URL -> isUrl(text);
          case DURATION -> isDecimal(text) && Double.parseDouble(text) >= 0;
          case PATH -> isPath(text);
        };
    if (!usable) {
      errors.add(
          "setting "
              + spec.name()
              + " must be a "
              + spec.type().name().toLowerCase(Locale.ROOT)
              + (spec.secret() ? "" : ", not '" + text + "'"));
    }
  }

  private static boolean isDecimal(String text) {
    return text.matches("[+-]?[0-9]{1,15}([.][0-9]{1,15})?");
  }

  private static boolean isBoolean(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(word) || FALSE.contains(word);
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A setting's text; empty where it is not set and has no default. */
  public Optional<String> text(String name) {
    spec(name);
    return Optional.ofNullable(texts.get(name));
  }

  /** A whole number. */
  public Optional<Long> integer(String name) {
    return text(name).map(Long::valueOf);
  }

  /** A number. */
  public Optional<Double> decimal(String name) {
    return text(name).map(Double::valueOf);
  }

  /** Whether it is set and true. */
  public boolean isTrue(String name) {
    return text(name).map(text -> TRUE.contains(text.toLowerCase(Locale.ROOT))).orElse(false);
  }

  /** An address. */
  public Optional<URI> url(String name) {
    return text(name).map(URI::create);
  }

  /** A time, written in seconds. */
  public Optional<Duration> duration(String name) {
    return decimal(name).map(seconds -> Duration.ofNanos((long) (seconds * 1e9)));
  }

  /** A path; in an engine a relative one has been put below the data directory. */
  public Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  private SettingSpec spec(String name) {
    SettingSpec spec = schema.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("the plugin's schema has no setting " + name);
    }
    return spec;
  }

  /** Names and texts, for people: secrets are {@code ***}. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    texts.forEach((name, text) -> shown.put(name, spec(name).secret() ? "***" : text));
    return shown.toString();
  }
}
