/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.xrayvision.server.auth.Role.ADMIN;
import static org.xrayvision.server.auth.Role.RADIOLOGIST;
import static org.xrayvision.server.auth.Role.SERVICE;
import static org.xrayvision.server.auth.Role.USER;
import static org.xrayvision.server.auth.Role.VIEWER;

import java.util.Map;
import java.util.Set;

/**
 * The table of action and role; {@code docs/operations.md} shows it. What stands there for {@link
 * Role#SERVICE} may be given to an API key; what its key was given, it may do. Immutable.
 */
public final class Permissions {
  private static final Map<Action, Set<Role>> ALLOWED =
      Map.ofEntries(
          Map.entry(Action.OWN_ACCOUNT, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER)),
          Map.entry(Action.USE_PAGES, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER)),
          Map.entry(Action.SEE_EXAMS, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER, SERVICE)),
          Map.entry(Action.SEE_PICTURES, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER, SERVICE)),
          Map.entry(Action.SEE_DICOM, Set.of(ADMIN, RADIOLOGIST)),
          Map.entry(Action.SEE_REFUSALS, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER, SERVICE)),
          Map.entry(Action.SEE_CONFIGURATION, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER, SERVICE)),
          Map.entry(Action.SEE_PLUGINS, Set.of(ADMIN, SERVICE)),
          Map.entry(Action.SEE_METRICS, Set.of(ADMIN, SERVICE)),
          Map.entry(Action.SEE_RUNS, Set.of(ADMIN, RADIOLOGIST, SERVICE)),
          Map.entry(Action.FOLLOW_EVENTS, Set.of(ADMIN, RADIOLOGIST, USER, VIEWER, SERVICE)),
          Map.entry(Action.SEARCH_PERSONS, Set.of(ADMIN, RADIOLOGIST, SERVICE)),
          Map.entry(Action.LOOK_AGAIN, Set.of(ADMIN, RADIOLOGIST, USER, SERVICE)),
          Map.entry(Action.EXPORT, Set.of(ADMIN, RADIOLOGIST, USER, SERVICE)),
          Map.entry(Action.EXPORT_DATASET, Set.of(ADMIN)),
          Map.entry(Action.IMPORT, Set.of(ADMIN, SERVICE)),
          Map.entry(Action.MAINTAIN, Set.of(ADMIN, SERVICE)),
          Map.entry(Action.EXPORT_PATIENT, Set.of(ADMIN)),
          Map.entry(Action.ERASE_PATIENT, Set.of(ADMIN)),
          Map.entry(Action.MANAGE_QUEUE, Set.of(ADMIN)),
          Map.entry(Action.QUERY_PACS, Set.of(ADMIN, SERVICE)),
          Map.entry(Action.REVIEW, Set.of(ADMIN, RADIOLOGIST, USER)),
          Map.entry(Action.ACKNOWLEDGE, Set.of(ADMIN, RADIOLOGIST, USER)),
          Map.entry(Action.FETCH_REPORTS, Set.of(ADMIN, RADIOLOGIST, USER, SERVICE)),
          Map.entry(Action.ASK_READER, Set.of(ADMIN, RADIOLOGIST, USER, SERVICE)),
          Map.entry(Action.MANAGE_USERS, Set.of(ADMIN)),
          Map.entry(Action.MANAGE_KEYS, Set.of(ADMIN)),
          Map.entry(Action.SEE_AUDIT, Set.of(ADMIN)));

  private Permissions() {}

  /** Whether the role may do this; an action that the table does not know is nobody's. */
  public static boolean allows(Role role, Action action) {
    return ALLOWED.getOrDefault(action, Set.of()).contains(role);
  }
}
