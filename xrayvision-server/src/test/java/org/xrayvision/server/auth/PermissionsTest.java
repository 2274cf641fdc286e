/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PermissionsTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

  /** The order of the columns in the document. */
  private static final List<Role> COLUMNS =
      List.of(Role.ADMIN, Role.RADIOLOGIST, Role.USER, Role.VIEWER, Role.SERVICE);

  @Test
  void everyActionIsTheAdminsAndEveryRoleHasAColumn() {
    assertThat(Arrays.asList(Action.values()))
        .allMatch(action -> Permissions.allows(Role.ADMIN, action));
    assertThat(Set.of(Role.values())).containsExactlyInAnyOrderElementsOf(COLUMNS);
  }

  @Test
  void aViewerChangesNothingAndNobodyButAnAdminAdministers() {
    assertThat(COLUMNS.stream().filter(role -> Permissions.allows(role, Action.MANAGE_USERS)))
        .containsExactly(Role.ADMIN);
    assertThat(List.of(Action.LOOK_AGAIN, Action.REVIEW, Action.FETCH_REPORTS, Action.ASK_READER))
        .noneMatch(action -> Permissions.allows(Role.VIEWER, action));
  }

  /** The document's table has a row for each action and says in each cell what the code says. */
  @Test
  void theTableInTheDocumentIsTheTable() throws IOException {
    Map<String, List<String>> written = new LinkedHashMap<>();
    for (String line : Files.readAllLines(OPERATIONS)) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() == COLUMNS.size() + 4 && cells.get(1).matches("`[a-z_]+`")) {
        written.put(cells.get(1).replace("`", ""), cells.subList(3, cells.size() - 1));
      }
    }

    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      expected.put(action.code(), COLUMNS.stream().map(role -> cell(role, action)).toList());
    }
    assertThat(written).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static String cell(Role role, Action action) {
    if (!Permissions.allows(role, action)) {
      return "–";
    }
    return role == Role.SERVICE ? "key" : "yes";
  }

  @Test
  void aMaskedKeyMayNotSearchForPersonsWhateverItWasGiven() {
    Set<Action> granted = Set.of(Action.SEE_EXAMS, Action.SEARCH_PERSONS);

    assertThat(Principal.service("k", "1", granted, true).may(Action.SEARCH_PERSONS)).isFalse();
    assertThat(Principal.service("k", "1", granted, true).may(Action.SEE_EXAMS)).isTrue();
    assertThat(Principal.service("k", "1", granted, false).may(Action.SEARCH_PERSONS)).isTrue();
  }

  @Test
  void adminsAndRadiologistsAreUnmasked() {
    assertThat(Arrays.stream(Role.values()).filter(role -> !role.masked()))
        .containsExactlyInAnyOrder(Role.ADMIN, Role.RADIOLOGIST);
  }
}
