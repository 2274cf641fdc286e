/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.util.Set;

/**
 * Who makes a request. Immutable.
 *
 * @param name the account's or the key's name
 * @param bySession whether a session cookie said so, not a password or key in the request
 * @param proof what can be looked up again to see whether he is still let in; opaque
 * @param address where he asks from; empty where that is not known
 * @param granted what an API key may do; of no meaning for other roles
 * @param masked whether patients and radiologists are hidden from him
 * @param mustChange whether he has to choose a password before anything else
 */
public record Principal(
    String name,
    Role role,
    boolean bySession,
    String proof,
    String address,
    Set<Action> granted,
    boolean masked,
    boolean mustChange) {
  /** Copies the set. */
  public Principal {
    granted = Set.copyOf(granted);
  }

  /** Who has an account, masked as his role is. */
  static Principal person(
      String name, Role role, boolean bySession, String proof, boolean mustChange) {
    return new Principal(name, role, bySession, proof, "", Set.of(), role.masked(), mustChange);
  }

  /** Who has an API key. */
  static Principal service(String name, String proof, Set<Action> granted, boolean masked) {
    return new Principal(name, Role.SERVICE, false, proof, "", granted, masked, false);
  }

  /** The same, asking from there. */
  public Principal from(String where) {
    return new Principal(name, role, bySession, proof, where, granted, masked, mustChange);
  }

  /**
   * Whether he may do this: as his role, and if that is a service's, as his key. A search by name
   * would tell who is masked from whom, so that no masked key has it, whatever it was given; nor
   * does one bring in objects that can look for their pseudonyms afterwards.
   */
  public boolean may(Action action) {
    return Permissions.allows(role, action)
        && (role != Role.SERVICE || granted.contains(action))
        && !(masked && action == Action.SEARCH_PERSONS)
        && !(masked && action == Action.IMPORT && ApiKeys.confirmsPseudonyms(granted));
  }

  /** Whether this is somebody with an account: no key, and not this machine's command line. */
  public boolean isPerson() {
    return role != Role.SERVICE && !isCommandLine();
  }

  /** Whether this is the command line of this machine. */
  public boolean isCommandLine() {
    return proof.isEmpty();
  }

  @Override
  public String toString() {
    return name + " (" + role.code() + ")";
  }
}
