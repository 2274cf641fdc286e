/* SPDX-License-Identifier: Apache-2.0 */
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
    SettingType type,
    @Nullable String defaultText,
    boolean required,
    boolean secret,
    String description) {
  /** Checks the name. */
  public SettingSpec {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a setting's name is lower_snake_case, not " + name);
    }
  }

  /** A setting with a default. */
  public static SettingSpec of(
      String name, SettingType type, String defaultText, String description) {
    return new SettingSpec(name, type, defaultText, false, false, description);
  }

  /** A setting that may be left out. */
  public static SettingSpec optional(String name, SettingType type, String description) {
    return new SettingSpec(name, type, null, false, false, description);
  }

  /** A setting that must be given. */
  public static SettingSpec required(String name, SettingType type, String description) {
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
