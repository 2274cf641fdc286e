/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xrayvision.server.config.SourceSections.SourceKey;

/** Says which sections and keys nobody will read, and what was perhaps meant. */
final class UnknownKeys {
  /** Sections whose keys are names that the site chooses. */
  private static final Set<String> FREE =
      Set.of("users", "regions", "questions", "supported_regions");

  private static final int LIKE = 2;

  private UnknownKeys() {}

  static void report(IniFile file, Findings findings) {
    for (String section : file.sections()) {
      if (FREE.contains(section) || section.startsWith(PluginSections.PLUGIN)) {
        continue;
      }
      List<String> known = keysOf(section);
      if (known.isEmpty()) {
        unknownSection(file, section, findings);
        continue;
      }
      for (IniEntry entry : file.entries(section)) {
        if (!known.contains(entry.key())) {
          findings.warning(
              entry.origin()
                  + ": ["
                  + section
                  + "] has no key "
                  + entry.key()
                  + hint(entry, known));
        }
      }
    }
  }

  private static List<String> keysOf(String section) {
    if (section.startsWith(SourceSections.SOURCE)) {
      return SourceKey.names();
    }
    if (section.startsWith(PacsSections.PACS)) {
      return PacsSections.KEYS;
    }
    return Keys.ALL.stream().filter(key -> key.section().equals(section)).map(Key::key).toList();
  }

  private static void unknownSection(IniFile file, String section, Findings findings) {
    String lower = section.strip().toLowerCase(Locale.ROOT);
    Set<String> names = Keys.ALL.stream().map(Key::section).collect(Collectors.toSet());
    names.addAll(FREE);
    String hint =
        names.stream()
            .filter(name -> distance(name, lower) <= LIKE)
            .findFirst()
            .map(name -> "; did you mean [" + name + "]?")
            .orElse("");
    String where =
        file.entries(section).stream().findFirst().map(entry -> entry.origin() + ": ").orElse("");
    findings.warning(where + "there is no section [" + section + "]; it is not used" + hint);
  }

  private static String hint(IniEntry entry, List<String> known) {
    Optional<Key<?>> elsewhere = Keys.named(entry.key());
    if (elsewhere.isPresent()) {
      return "; it belongs to [" + elsewhere.get().section() + "]";
    }
    return known.stream()
        .filter(name -> distance(name, entry.key()) <= LIKE)
        .findFirst()
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  /** How many letters must be put in, taken out or changed. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
