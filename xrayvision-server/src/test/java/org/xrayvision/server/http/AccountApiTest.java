/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.AuditLog;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

/** Users, sessions and keys, as an administrator has them. */
final class AccountApiTest {
  @TempDir Path folder;
  private TestServer server;
  private Call admin;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
    admin = server.as("admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode user(String name) {
    for (JsonNode user : admin.get("/api/users").json().path("users")) {
      if (user.path("name").asText().equals(name)) {
        return user;
      }
    }
    throw new AssertionError("no user " + name);
  }

  private Answer logIn(String user, String password) {
    return server.anonymous().post("/api/login", TestServer.credentials(user, password));
  }

  @Test
  void aUserIsAddedWithAPasswordThatIsShownOnce() {
    Answer added = admin.post("/api/users", "{\"name\":\"Ana.Pop\",\"role\":\"radiologist\"}");

    assertThat(added.status()).isEqualTo(200);
    assertThat(added.json().path("name").asText()).isEqualTo("ana.pop");
    String password = added.json().path("password").asText();
    assertThat(password).hasSizeGreaterThan(15);
    assertThat(admin.get("/api/users").text()).doesNotContain(password, "hash");
    assertThat(user("ana.pop").path("must_change").asBoolean()).isTrue();
    assertThat(user("ana.pop").path("last_login").isNull()).isTrue();
    assertThat(logIn("ana.pop", password).json().path("must_change").asBoolean()).isTrue();
    assertThat(user("ana.pop").path("sessions").asInt()).isEqualTo(1);
    assertThat(user("ana.pop").path("last_login").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"x\"}",
        "{\"name\":\"x\",\"role\":\"service\"}",
        "{\"name\":\"x\",\"role\":\"root\"}",
        "{\"name\":1,\"role\":\"user\"}",
      })
  void aUserThatCannotBeIsRefused(String body) {
    assertThat(admin.post("/api/users", body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "USER", "", "a:b", "a/b", "a\\nb"})
  void aNameThatIsTakenOrCannotBeSentIsRefused(String name) {
    Answer answer = admin.post("/api/users", "{\"name\":\"" + name + "\",\"role\":\"user\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("status").asText()).isEqualTo("error");
  }

  @Test
  void anotherRoleCountsAtOnceAndEndsTheSessions() {
    String cookie = server.logIn("user");

    Answer changed = admin.patch("/api/users/user", "{\"role\":\"viewer\"}");

    assertThat(changed.json().path("user").path("role").asText()).isEqualTo("viewer");
    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(server.as("user").post("/api/requeue", "{\"uid\":\"1.2.3.8\"}").status())
        .isEqualTo(403);
  }

  @Test
  void whatWasChangedBeforeSomethingElseWasRefusedIsInTheAuditLog() {
    server.users.accounts().external("issuer subject", "maria", Role.USER, "192.0.2.1");

    Answer answer = admin.patch("/api/users/maria", "{\"role\":\"admin\",\"reset_password\":true}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(user("maria").path("role").asText()).isEqualTo("admin");
    AuditLog.Filter changes = new AuditLog.Filter(null, "user_change", "maria", null, null, null);
    assertThat(server.users.audit().rows(changes, 10))
        .singleElement()
        .satisfies(row -> assertThat(row.detail()).isEqualTo("role admin"));
  }

  @Test
  void aDisabledUserIsOutUntilHeIsEnabled() {
    String cookie = server.logIn("user");
    assertThat(admin.patch("/api/users/user", "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(401);

    assertThat(admin.patch("/api/users/user", "{\"enabled\":true}").status()).isEqualTo(200);

    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aResetGivesANewPasswordToBeChanged() {
    String cookie = server.logIn("user");

    String password =
        admin
            .patch("/api/users/user", "{\"reset_password\":true}")
            .json()
            .path("password")
            .asText();

    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(401);
    assertThat(logIn("user", password).json().path("must_change").asBoolean()).isTrue();
  }

  @Test
  void anUnlockedUserNeedNotWait() {
    for (int i = 0; i < 5; i++) {
      logIn("user", "guess " + i);
    }
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(429);
    assertThat(user("user").path("locked").asBoolean()).isTrue();

    assertThat(admin.patch("/api/users/user", "{\"unlock\":true}").status()).isEqualTo(200);

    assertThat(user("user").path("locked").asBoolean()).isFalse();
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"password\":\"x\"}", "{\"enabled\":\"no\"}", "{\"role\":\"x\"}"})
  void aChangeThatIsNoneIsRefused(String body) {
    assertThat(admin.patch("/api/users/user", body).status()).isEqualTo(400);
    assertThat(admin.patch("/api/users/nobody", "{\"unlock\":true}").status()).isEqualTo(404);
  }

  @Test
  void theLastAdminStaysAndNobodyDeletesHimself() {
    assertThat(admin.patch("/api/users/admin", "{\"enabled\":false}").status()).isEqualTo(409);
    assertThat(admin.patch("/api/users/admin", "{\"role\":\"user\"}").status()).isEqualTo(409);
    assertThat(admin.delete("/api/users/admin").status()).isEqualTo(409);
    server.users.add("second", TestServer.PASSWORD, Role.ADMIN);
    assertThat(admin.delete("/api/users/admin").status()).isEqualTo(409);
    assertThat(server.as("second").delete("/api/users/admin").status()).isEqualTo(200);
    assertThat(admin.get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void aDeletedUserIsGone() {
    String cookie = server.logIn("user");

    assertThat(admin.delete("/api/users/user").status()).isEqualTo(200);

    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(server.as("user").get("/api/me").status()).isEqualTo(401);
    assertThat(admin.delete("/api/users/user").status()).isEqualTo(404);
  }

  @Test
  void everybodySeesAndEndsHisOwnSessionsAndAnAdminAll() {
    Call here = server.browser(server.logIn("user"));
    String there = server.logIn("user");
    String radiologist = server.logIn("radiologist");
    JsonNode own = here.get("/api/sessions").json().path("sessions");
    assertThat(own).hasSize(2).allMatch(row -> row.path("user").asText().equals("user"));
    assertThat(own).filteredOn(row -> row.path("current").asBoolean()).hasSize(1);
    assertThat(own.toString()).doesNotContain(there.split("=", 2)[1]);
    assertThat(here.get("/api/sessions?all=yes").status()).isEqualTo(403);
    JsonNode all = admin.get("/api/sessions?all=yes").json().path("sessions");
    assertThat(all).hasSize(3);
    String others =
        all.findValuesAsText("id").stream()
            .filter(id -> !own.findValuesAsText("id").contains(id))
            .findFirst()
            .orElseThrow();

    assertThat(here.delete("/api/sessions/" + others).status()).isEqualTo(404);
    assertThat(here.delete("/api/sessions?user=radiologist").status()).isEqualTo(403);
    assertThat(here.delete("/api/sessions?user=user").json().path("ended").asInt()).isEqualTo(1);
    assertThat(server.browser(there).get("/api/me").status()).isEqualTo(401);
    assertThat(here.get("/api/me").status()).isEqualTo(200);
    assertThat(admin.delete("/api/sessions/" + others).status()).isEqualTo(200);
    assertThat(server.browser(radiologist).get("/api/me").status()).isEqualTo(401);
  }

  private Answer addKey(String body) {
    return admin.post("/api/keys", body);
  }

  @Test
  void aKeyLetsAProgramInUntilItIsRevoked() {
    Answer made = addKey("{\"name\":\"his-sync\",\"actions\":[\"see_exams\"]}");
    String key = made.json().path("key").asText();
    assertThat(key).matches("xrv_[\\w-]{43}");
    Call program = server.anonymous().header("Authorization", "Bearer " + key);
    assertThat(program.get("/api/exams").status()).isEqualTo(200);
    JsonNode row = admin.get("/api/keys").json().path("keys").get(0);
    assertThat(row.path("name").asText()).isEqualTo("his-sync");
    assertThat(row.path("created_by").asText()).isEqualTo("admin");
    assertThat(row.path("last_used").asText()).isNotEmpty();
    assertThat(row.path("masked").asBoolean()).isTrue();
    assertThat(admin.get("/api/keys").text()).doesNotContain(key);

    assertThat(admin.delete("/api/keys/" + row.path("id").asText()).status()).isEqualTo(200);

    assertThat(program.get("/api/exams").status()).isEqualTo(401);
    assertThat(admin.delete("/api/keys/" + row.path("id").asText()).status()).isEqualTo(404);
    assertThat(admin.get("/api/keys").json().path("keys").get(0).path("revoked").isNull())
        .isFalse();
  }

  @Test
  void aKeyExpires() {
    String key =
        addKey("{\"name\":\"k\",\"actions\":[\"see_exams\"],\"expires_days\":1}")
            .json()
            .path("key")
            .asText();
    Call program = server.anonymous().header("Authorization", "Bearer " + key);
    assertThat(program.get("/api/exams").status()).isEqualTo(200);

    server.clock.advance(Duration.ofDays(1));

    assertThat(program.get("/api/exams").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"k\"}",
        "{\"name\":\"k\",\"actions\":[]}",
        "{\"name\":\"k\",\"actions\":[\"manage_users\"]}",
        "{\"name\":\"k\",\"actions\":[\"review\"]}",
        "{\"name\":\"k\",\"actions\":[\"see_exams\"],\"masked\":\"no\"}",
        "{\"name\":\"k\",\"actions\":[\"see_exams\"],\"expires_days\":0}",
        "{\"name\":\"k\",\"actions\":[\"see_exams\"],\"expires_days\":99999}",
      })
  void aKeyThatCannotBeIsRefused(String body) {
    assertThat(addKey(body).status()).isEqualTo(400);
  }

  @Test
  void twoKeysHaveTwoNames() {
    addKey("{\"name\":\"k\",\"actions\":[\"see_exams\"]}");

    assertThat(addKey("{\"name\":\"k\",\"actions\":[\"see_exams\"]}").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xrv_", "xrv_AAAA", "", "x"})
  void whatIsNoKeyLetsNobodyIn(String key) {
    assertThat(
            server
                .anonymous()
                .header("Authorization", "Bearer " + key + "A".repeat(43))
                .get("/api/me")
                .status())
        .isEqualTo(401);
  }

  @Test
  void theTableOfRolesIsShown() {
    JsonNode roles = admin.get("/api/roles").json();

    assertThat(roles.path("roles")).hasSize(5);
    assertThat(roles.path("masked").path("service").isNull()).isTrue();
    assertThat(roles.path("actions").findValuesAsText("action")).contains("see_exams", "review");
    assertThat(server.as("radiologist").get("/api/roles").status()).isEqualTo(403);
  }
}
