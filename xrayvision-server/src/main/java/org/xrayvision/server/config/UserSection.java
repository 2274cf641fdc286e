/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code [users]}: {@code name = password,role}; the password ends at the first comma. */
final class UserSection {
  private static final Set<String> ROLES = Set.of("admin", "radiologist", "user", "viewer");

  private final IniFile file;
  private final Findings findings;

  UserSection(IniFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  List<FileUser> read() {
    List<FileUser> users = new ArrayList<>();
    for (IniEntry entry : file.entries("users")) {
      users.add(user(entry));
    }
    return users;
  }

  private FileUser user(IniEntry entry) {
    String value = entry.value();
    int first = value.indexOf(',');
    String password = first < 0 ? value : value.substring(0, first);
    String rest = first < 0 ? "" : value.substring(first + 1);
    String role = rest.substring(rest.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
    String where = entry.origin() + ": [users] " + entry.key();
    if (rest.contains(",")) {
      findings.warning(
          where + ": the password ends at the first comma; set it anew with \"passwd\"");
    }
    if (role.isEmpty()) {
      findings.warning(where + ": no role is given; taken as role user");
      role = "user";
    } else if (!ROLES.contains(role)) {
      findings.problem(
          where + ": the role must be admin, radiologist, user or viewer (name = password,role)");
      role = "user";
    }
    return new FileUser(entry.key(), password.strip(), role);
  }
}
