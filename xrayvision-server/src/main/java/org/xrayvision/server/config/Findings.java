/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is to be told about a configuration. Not safe for threads. */
final class Findings {
  private static final int LONGEST_SHOWN = 80;

  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  void problem(String text) {
    problems.add(text);
  }

  /** A value that cannot be parsed. */
  void unreadable(IniEntry entry, String name, boolean secret, String must) {
    String where = entry.origin() + ": [" + entry.section() + "] " + name;
    problem(where + (secret ? "" : " = " + shown(entry.value())) + " must be " + must);
  }

  void warning(String text) {
    warnings.add(text);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Throws if there is a problem; with {@code strict} a warning is one. */
  void throwIfAny(boolean strict) {
    List<String> all = new ArrayList<>(problems);
    if (strict) {
      warnings.forEach(text -> all.add(text + " (a warning; fatal with --strict-config)"));
    }
    if (!all.isEmpty()) {
      throw new ConfigurationException(all);
    }
  }

  /** The text without the user and the password that an address in it may carry. */
  static String withoutUserInfo(String text) {
    return text.replaceAll("//.*@", "//***@");
  }

  private static String shown(String value) {
    String text = withoutUserInfo(value.replaceAll("\\p{Cntrl}", " "));
    return "\""
        + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text)
        + "\"";
  }
}
