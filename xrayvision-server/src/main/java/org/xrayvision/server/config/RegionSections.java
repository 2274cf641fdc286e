/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xrayvision.core.RegionOptions;

/**
 * Reads {@code [regions]}, {@code [questions]} and {@code [supported_regions]}: each key over the
 * default of the same name. A region without keywords has no rule.
 */
final class RegionSections {
  private final IniFile file;
  private final Values values;
  private final Findings findings;

  RegionSections(IniFile file, Values values, Findings findings) {
    this.file = file;
    this.values = values;
    this.findings = findings;
  }

  RegionOptions read() {
    RegionOptions defaults = RegionOptions.defaults();
    Map<String, List<String>> keywords = new LinkedHashMap<>(defaults.keywords());
    for (IniEntry entry : file.entries("regions")) {
      List<String> words = Forms.list(entry.value());
      if (words.isEmpty()) {
        keywords.remove(entry.key());
      } else {
        keywords.put(entry.key(), words);
      }
    }
    return new RegionOptions(
        keywords, questions(defaults, keywords.keySet()), supported(defaults, keywords.keySet()));
  }

  private Map<String, String> questions(RegionOptions defaults, Set<String> regions) {
    Map<String, String> questions = new LinkedHashMap<>(defaults.questions());
    for (IniEntry entry : file.entries("questions")) {
      if (!regions.contains(entry.key())) {
        withoutRule(entry);
      } else {
        questions.put(entry.key(), entry.value().replaceAll("\\s+", " "));
      }
    }
    questions.keySet().retainAll(regions);
    return questions;
  }

  private Set<String> supported(RegionOptions defaults, Set<String> regions) {
    Set<String> supported = new LinkedHashSet<>(defaults.supported());
    supported.retainAll(regions);
    for (IniEntry entry : file.entries("supported_regions")) {
      boolean wanted = values.parse(entry, entry.key(), false, Forms.bool()).orElse(false);
      if (!regions.contains(entry.key())) {
        withoutRule(entry);
      } else if (wanted) {
        supported.add(entry.key());
      } else {
        supported.remove(entry.key());
      }
    }
    return supported;
  }

  private void withoutRule(IniEntry entry) {
    findings.warning(
        entry.origin()
            + ": ["
            + entry.section()
            + "] "
            + entry.key()
            + " matches no rule in [regions]; it has no effect");
  }
}
