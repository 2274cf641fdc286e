/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an account is for; {@link Permissions} says what it may do. Immutable. */
public enum Role {
  /** Sees patients masked; may ask for another look, review, fetch reports, have texts read. */
  USER(true),
  /** Sees patients masked, and changes nothing. */
  VIEWER(true),
  /** As a user, but sees patients as they are called. */
  RADIOLOGIST(false),
  /** Sees everything unmasked and may do everything. */
  ADMIN(false),
  /** A program with an API key, which says what it may do and whether patients are masked. */
  SERVICE(true);

  private final boolean masked;

  Role(boolean masked) {
    this.masked = masked;
  }

  /** The roles that an account can have: a service has a key and no account. */
  public static List<Role> ofPeople() {
    return Arrays.stream(values()).filter(role -> role != SERVICE).toList();
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

  /** The role of a code, if an account can have it. */
  public static Optional<Role> ofPerson(String code) {
    return ofCode(code).filter(role -> role != SERVICE);
  }
}
