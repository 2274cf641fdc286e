/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

/**
 * Who makes a request. Immutable.
 *
 * @param name the account's name
 * @param bySession whether a session cookie said so, not a password in the request
 * @param proof what can be looked up again to see whether he is still let in; opaque
 */
public record Principal(String name, Role role, boolean bySession, String proof) {
  @Override
  public String toString() {
    return name + " (" + role.code() + ")";
  }
}
