/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.util.Locale;
import java.util.Optional;

/** What an account is for; {@link Permissions} says what it may do. Immutable. */
public enum Role {
  /** Sees everything unmasked and may do everything. */
  ADMIN(false),
  /** Sees patients masked; may ask for another look, review, fetch reports, have texts read. */
  USER(true);

  private final boolean masked;

  Role(boolean masked) {
    this.masked = masked;
  }

  /** Whether patients and radiologists are masked for this role. */
  public boolean masked() {
    return masked;
  }

  /** The word in the configuration, the database and the API: the name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a code, or empty for a word that is none. */
  public static Optional<Role> ofCode(String code) {
    for (Role role : values()) {
      if (role.code().equals(code.strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
