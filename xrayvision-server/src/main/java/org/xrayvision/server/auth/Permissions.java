/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.xrayvision.server.auth.Role.ADMIN;
import static org.xrayvision.server.auth.Role.USER;

import java.util.Map;
import java.util.Set;

/** The table of action and role. Immutable. */
public final class Permissions {
  private static final Map<Action, Set<Role>> ALLOWED =
      Map.ofEntries(
          Map.entry(Action.USE_PAGES, Set.of(ADMIN, USER)),
          Map.entry(Action.SEE_EXAMS, Set.of(ADMIN, USER)),
          Map.entry(Action.SEE_PICTURES, Set.of(ADMIN, USER)),
          Map.entry(Action.SEE_REFUSALS, Set.of(ADMIN, USER)),
          Map.entry(Action.SEE_CONFIGURATION, Set.of(ADMIN, USER)),
          Map.entry(Action.SEE_PLUGINS, Set.of(ADMIN)),
          Map.entry(Action.SEE_METRICS, Set.of(ADMIN)),
          Map.entry(Action.SEE_RUNS, Set.of(ADMIN)),
          Map.entry(Action.FOLLOW_EVENTS, Set.of(ADMIN, USER)),
          Map.entry(Action.SEARCH_PERSONS, Set.of(ADMIN)),
          Map.entry(Action.LOOK_AGAIN, Set.of(ADMIN, USER)),
          Map.entry(Action.IMPORT, Set.of(ADMIN)),
          Map.entry(Action.QUERY_PACS, Set.of(ADMIN)),
          Map.entry(Action.REVIEW, Set.of(ADMIN, USER)),
          Map.entry(Action.FETCH_REPORTS, Set.of(ADMIN, USER)),
          Map.entry(Action.ASK_READER, Set.of(ADMIN, USER)));

  private Permissions() {}

  /** Whether the role may do this; an action that the table does not know is nobody's. */
  public static boolean allows(Role role, Action action) {
    return ALLOWED.getOrDefault(action, Set.of()).contains(role);
  }
}
