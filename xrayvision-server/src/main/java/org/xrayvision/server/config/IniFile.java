/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sections with their entries, in the order in which they were written. Immutable. */
final class IniFile {
  private final Map<String, Map<String, IniEntry>> sections;

  IniFile(Map<String, Map<String, IniEntry>> sections) {
    Map<String, Map<String, IniEntry>> copy = new LinkedHashMap<>();
    sections.forEach(
        (name, entries) ->
            copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(entries))));
    this.sections = Collections.unmodifiableMap(copy);
  }

  Set<String> sections() {
    return sections.keySet();
  }

  /** The entries of a section; none if there is no such section. */
  Collection<IniEntry> entries(String section) {
    return sections.getOrDefault(section, Map.of()).values();
  }

  Optional<IniEntry> entry(String section, String key) {
    return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key));
  }

  /** This file with a key of another name; a file that has both keeps both. */
  IniFile renamed(String section, String from, String to) {
    Map<String, IniEntry> entries = sections.getOrDefault(section, Map.of());
    IniEntry old = entries.get(from);
    if (old == null || entries.containsKey(to)) {
      return this;
    }
    Map<String, IniEntry> renamed = new LinkedHashMap<>(entries);
    renamed.remove(from);
    renamed.put(to, new IniEntry(section, to, old.value(), old.origin()));
    Map<String, Map<String, IniEntry>> all = new LinkedHashMap<>(sections);
    all.put(section, renamed);
    return new IniFile(all);
  }

  /** This file with the entries of another put over its own, key by key. */
  IniFile overlaidWith(IniFile other) {
    Map<String, Map<String, IniEntry>> merged = new LinkedHashMap<>();
    sections.forEach((name, entries) -> merged.put(name, new LinkedHashMap<>(entries)));
    other.sections.forEach(
        (name, entries) ->
            merged.computeIfAbsent(name, key -> new LinkedHashMap<>()).putAll(entries));
    return new IniFile(merged);
  }
}
