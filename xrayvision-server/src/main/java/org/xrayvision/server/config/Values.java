/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;
import java.util.Optional;

/** Typed access to the merged file; what cannot be parsed is noted, not thrown. */
final class Values {
  private final IniFile file;
  private final Findings findings;

  Values(IniFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /** The value, or the default if none is given or it cannot be parsed. */
  <T> T get(Key<T> key) {
    T fallback = key.form().parse(key.defaultText());
    Optional<IniEntry> entry = file.entry(key.section(), key.key());
    if (entry.isEmpty()) {
      return fallback;
    }
    return parse(entry.get(), key.name(), key.isSecret(), key.form()).orElse(fallback);
  }

  /** The value of an entry, or empty if it cannot be parsed. */
  <T> Optional<T> parse(IniEntry entry, String name, boolean secret, ValueForm<T> form) {
    try {
      return Optional.of(form.parse(entry.value()));
    } catch (IllegalArgumentException e) {
      findings.unreadable(entry, name, secret, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A value for people to see: a number, a truth value or a text. */
  Object shown(Key<?> key) {
    Object value = get(key);
    if (value instanceof Boolean || value instanceof Integer) {
      return value;
    }
    if (value instanceof Duration duration) {
      return key.key().endsWith("_minutes")
          ? duration.toMinutes()
          : key.key().endsWith("_hours") ? duration.toHours() : duration.toSeconds();
    }
    String text =
        file.entry(key.section(), key.key()).map(IniEntry::value).orElse(key.defaultText());
    // The query of an address may carry a key.
    return Findings.withoutUserInfo(text).replaceFirst("\\?.*", "");
  }

  /** Whether the key was given at all. */
  boolean isGiven(Key<?> key) {
    return file.entry(key.section(), key.key()).isPresent();
  }
}
