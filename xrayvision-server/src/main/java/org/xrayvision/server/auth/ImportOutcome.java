/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

/** What became of a user that the configuration file names. */
public enum ImportOutcome {
  /** New, with the password of the file, stored hashed. The file should lose it now. */
  CREATED,
  /**
   * New but disabled: the password of the file is the user's name, a shipped default, empty or too
   * long. {@link UserStore#changePassword} enables the account.
   */
  CREATED_DISABLED,
  /** Known, with the same password and role, or disabled for the password it still has. */
  UNCHANGED,
  /** Known with another password or role; the file is not followed. */
  DIFFERS
}
