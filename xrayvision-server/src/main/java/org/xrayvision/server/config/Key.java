/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.Locale;

/**
 * One key that a configuration may hold. Immutable.
 *
 * @param name as it is written in documents; read without regard to case
 * @param defaultText what stands for a key that is not given
 * @param isSecret whether its value is never shown
 */
record Key<T>(
    String section, String name, String defaultText, ValueForm<T> form, boolean isSecret) {
  private static final String PREFIX = "XRAYVISION_";

  static <T> Key<T> of(String section, String name, String defaultText, ValueForm<T> form) {
    return new Key<>(section, name, defaultText, form, false);
  }

  Key<T> secret() {
    return new Key<>(section, name, defaultText, form, true);
  }

  /** How the reader spells it. */
  String key() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The environment variable that may hold it. */
  String environmentName() {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX) || upper.equals("OPENAI_API_KEY") ? upper : PREFIX + upper;
  }

  /** For example {@code [dicom] AE_TITLE}. */
  @Override
  public String toString() {
    return "[" + section + "] " + name;
  }
}
