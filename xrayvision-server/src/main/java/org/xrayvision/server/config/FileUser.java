/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

/**
 * A user as the configuration file has it, to be imported when first seen. Immutable. Its text form
 * does not show the password.
 *
 * @param name lower-cased
 * @param password as plain text
 * @param role {@code admin} or {@code user}
 */
public record FileUser(String name, String password, String role) {
  /** Name and role. */
  @Override
  public String toString() {
    return "FileUser[name=" + name + ", role=" + role + "]";
  }
}
