/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PermissionsTest {
  @ParameterizedTest
  @CsvSource({
    "USE_PAGES, true, true",
    "SEE_EXAMS, true, true",
    "SEE_PICTURES, true, true",
    "SEE_REFUSALS, true, true",
    "SEE_CONFIGURATION, true, true",
    "SEE_PLUGINS, true, false",
    "SEE_METRICS, true, false",
    "SEE_RUNS, true, false",
    "FOLLOW_EVENTS, true, true",
    "SEARCH_PERSONS, true, false",
    "LOOK_AGAIN, true, true",
    "IMPORT, true, false",
    "QUERY_PACS, true, false",
    "REVIEW, true, true",
    "FETCH_REPORTS, true, true",
    "ASK_READER, true, true",
  })
  void theTableCellByCell(Action action, boolean admin, boolean user) {
    assertThat(Permissions.allows(Role.ADMIN, action)).isEqualTo(admin);
    assertThat(Permissions.allows(Role.USER, action)).isEqualTo(user);
  }

  @Test
  void everyActionIsSomebodysAndEveryRoleIsInTheTestAbove() {
    assertThat(Arrays.asList(Action.values()))
        .allMatch(action -> Permissions.allows(Role.ADMIN, action))
        .hasSize(16);
    assertThat(Set.of(Role.values())).containsExactlyInAnyOrder(Role.ADMIN, Role.USER);
  }

  @Test
  void onlyTheAdminIsUnmasked() {
    assertThat(Role.ADMIN.masked()).isFalse();
    assertThat(Role.USER.masked()).isTrue();
  }
}
