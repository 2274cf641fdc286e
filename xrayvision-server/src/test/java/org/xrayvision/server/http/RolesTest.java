/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.ApiKeys;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

/** Each cell of the table of roles, by each route there is. */
final class RolesTest {
  private static final String FORBIDDEN = " may not do this.";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static boolean isForbidden(Call call, Route route) {
    boolean write = route.isWrite();
    Call typed = write ? call.header("Content-Type", "application/json") : call;
    Answer answer = typed.send(route.method(), AccessTest.filled(route), write ? "{}" : "");
    assertThat(answer.status()).as(route.method() + " " + route.path()).isNotEqualTo(401);
    return answer.status() == 403 && answer.text().contains(FORBIDDEN);
  }

  @ParameterizedTest
  @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "SERVICE")
  void aRoleIsRefusedWhatTheTableDoesNotGiveItAndNothingElse(Role role) {
    Set<Action> tried = new LinkedHashSet<>();
    for (Route route : server.server.routes()) {
      if (route.action() == null) {
        continue;
      }
      tried.add(route.action());
      assertThat(isForbidden(server.as(role.code()), route))
          .as(role + ": " + route.method() + " " + route.path())
          .isEqualTo(!Permissions.allows(role, route.action()));
    }
    // These are no routes; the next tests are about them.
    tried.add(Action.SEARCH_PERSONS);
    tried.add(Action.SEE_DICOM);
    assertThat(tried).containsExactlyInAnyOrder(Action.values());
  }

  @Test
  void onlyWhoMaySearchesForPersons() {
    for (Role role : Role.ofPeople()) {
      Answer answer = server.as(role.code()).get("/api/exams?search=Popescu");
      assertThat(answer.json().path("total").asInt() > 0)
          .as(role.code())
          .isEqualTo(Permissions.allows(role, Action.SEARCH_PERSONS));
    }
  }

  @Test
  void onlyWhoMayFetchesAnObjectAsItWasReceived() throws IOException {
    Path file = folder.resolve("images/1.2.3.8.dcm");
    Files.writeString(file, "as it was received");
    for (Role role : Role.ofPeople()) {
      assertThat(server.as(role.code()).get("/images/1.2.3.8.dcm").status())
          .as(role.code())
          .isEqualTo(Permissions.allows(role, Action.SEE_DICOM) ? 200 : 403);
    }
    Files.delete(file);
  }

  @Test
  void aKeyMayDoWhatItWasGivenAndNothingElse() {
    Set<Action> grantable = EnumSet.copyOf(ApiKeys.grantable());
    for (Action granted : grantable) {
      String key =
          server.users.keys().add("for " + granted, Set.of(granted), true, null, "test").key();
      Call call = server.anonymous().header("Authorization", "Bearer " + key);
      for (Route route : server.server.routes()) {
        if (route.action() != null) {
          assertThat(isForbidden(call, route))
              .as(granted + ": " + route.method() + " " + route.path())
              .isEqualTo(route.action() != granted);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "SERVICE")
  void aRoleSeesPersonsAsTheTableSays(Role role) {
    String text = server.as(role.code()).get("/api/exams/1.2.3.1").text();

    if (role.masked()) {
      assertThat(text).contains("P.I.").doesNotContain("Popescu", "1580412400014", "1958-04-12");
    } else {
      assertThat(text).contains("Popescu Ion", "1580412400014", "1958-04-12");
    }
  }

  @Test
  void aKeyIsMaskedUnlessItSaysOtherwise() {
    Set<Action> exams = Set.of(Action.SEE_EXAMS);
    String masked = server.users.keys().add("masked", exams, true, null, "test").key();
    String unmasked = server.users.keys().add("unmasked", exams, false, null, "test").key();

    assertThat(bearer(masked).get("/api/exams/1.2.3.1").text()).doesNotContain("Popescu");
    assertThat(bearer(unmasked).get("/api/exams/1.2.3.1").text()).contains("Popescu");
  }

  private static Call bearer(String key) {
    return server.anonymous().header("Authorization", "Bearer " + key);
  }
}
