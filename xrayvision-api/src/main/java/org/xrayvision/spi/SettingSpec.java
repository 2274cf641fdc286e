package org.xrayvision.spi;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One setting that a plugin understands. Immutable.
 *
 * @param name lower_snake_case, as the configuration writes it
 * @param type what its text must be
 * @param defaultText what it is where the configuration is silent; null if there is no default
 * @param required whether it must be set where there is no default
 * @param secret whether it is never shown or logged
 * @param description one sentence for the person who sets it
 */
public record SettingSpec(
    String name,
    Type type,
    @Nullable String defaultText,
    boolean required,
    boolean secret,
    String description) {
  /** What the text of a setting must be. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** A number with a decimal point. */
    DECIMAL,
    /** true, yes, on or 1; false, no, off or 0. */
    BOOLEAN,
    /** An absolute http or https address. */
    URL,
    /** Seconds, whole or with a decimal point. */
    DURATION,
    /** A path; a relative one is below the data directory. */
    PATH
  }

  /** Checks the name. */
  public SettingSpec {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a setting's name is lower_snake_case, not " + name);
    }
  }

  /** A setting with a default. */
  public static SettingSpec of(String name, Type type, String defaultText, String description) {
    return new SettingSpec(name, type, defaultText, false, false, description);
  }

  /** A setting that may be left out. */
  public static SettingSpec optional(String name, Type type, String description) {
    return new SettingSpec(name, type, null, false, false, description);
  }

  /** A setting that must be given. */
  public static SettingSpec required(String name, Type type, String description) {
    return new SettingSpec(name, type, null, true, false, description);
  }

  /** The same setting, never shown. */
  public SettingSpec asSecret() {
    return new SettingSpec(name, type, defaultText, required, true, description);
  }

  @Override
  public String toString() {
    return name + " (" + type.name().toLowerCase(Locale.ROOT) + "): " + description;
  }
}
