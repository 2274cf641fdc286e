/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Which names and passwords are taken. Stateless. */
final class PasswordRules {
  /** What bcrypt looks at; a longer password is refused, not cut. */
  static final int MAX_BYTES = 72;

  private static final int MIN_LENGTH = 12;
  private static final int MAX_NAME = 64;
  private static final Set<String> SHIPPED =
      Set.of("admin", "user", "password", "changeme", "change_me", "secret", "xrayvision");

  /** Whom the audit log calls so. */
  private static final Set<String> RESERVED = Set.of(ControlToken.NAME, AuditFile.MAINTENANCE);

  private PasswordRules() {}

  /** The name as it is stored: lower case, composed; refuses what cannot be one. */
  static String name(String name) {
    String folded =
        Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    if (folded.isEmpty() || folded.length() > MAX_NAME) {
      throw new AccountException("A user name has 1 to " + MAX_NAME + " characters.");
    }
    // HTTP Basic ends the name at the first colon.
    if (folded.codePoints().anyMatch(c -> c == ':' || Character.isISOControl(c))) {
      throw new AccountException("A user name holds no colon and no control character.");
    }
    return folded;
  }

  /**
   * The name of a new account or key: one that looks like no other. Accounts that are there keep
   * theirs.
   *
   * @throws AccountException if it holds characters that cannot be told from others, letters of
   *     more than one script (UTS #39), or is what the log calls a program of ours
   */
  static String newName(String name) {
    String folded = name(Normalizer.normalize(name, Normalizer.Form.NFKC));
    if (!folded.codePoints().allMatch(PasswordRules::isPlain)) {
      throw new AccountException(
          "A user name holds letters, digits, spaces and . _ - @ + ' \\ ( ) only.");
    }
    if (folded
            .codePoints()
            .filter(Character::isLetter)
            .mapToObj(UnicodeScript::of)
            .distinct()
            .count()
        > 1) {
      throw new AccountException("A user name is written in one alphabet.");
    }
    refuseReserved(folded);
    return folded;
  }

  /** Refuses what the audit log calls a program of ours. */
  static void refuseReserved(String name) {
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new AccountException("The audit log calls a program '" + name + "'.");
    }
  }

  private static boolean isPlain(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || " ._-@+'\\()".indexOf(c) >= 0;
  }

  /** Refuses a password that nobody should choose. */
  static void check(String name, String password) {
    if (tooLong(password)) {
      throw new AccountException(
          "The password is longer than " + MAX_BYTES + " bytes; choose a shorter one.");
    }
    if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
      throw new AccountException("A password has at least " + MIN_LENGTH + " characters.");
    }
    if (isDefault(name, password)) {
      throw new AccountException("The password is the user's name or a shipped default.");
    }
  }

  /** Whether a password of the configuration file may not become one of ours. */
  static boolean unusable(String name, String password) {
    return password.isBlank() || tooLong(password) || isDefault(name, password);
  }

  static boolean tooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  private static boolean isDefault(String name, String password) {
    String folded = password.strip().toLowerCase(Locale.ROOT);
    return folded.equals(name) || SHIPPED.contains(folded);
  }
}
