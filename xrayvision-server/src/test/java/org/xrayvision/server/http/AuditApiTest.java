/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.AuditLog;
import org.xrayvision.server.auth.AuditRow;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

/** What is in the audit log of what was done over HTTP, and how it is read. */
final class AuditApiTest {
  private static final AuditLog.Filter ALL =
      new AuditLog.Filter(null, null, null, null, null, null);

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

  /** The oldest first. */
  private List<AuditRow> rows() {
    server.users.views().flush();
    List<AuditRow> rows = new ArrayList<>(server.users.audit().rows(ALL, 10_000));
    Collections.reverse(rows);
    return rows;
  }

  private List<AuditRow> rows(String action) {
    return rows().stream().filter(row -> row.action().equals(action)).toList();
  }

  @Test
  void logInAndOutAndFailuresAreThereWithWhereTheyCameFrom() {
    Call client = server.anonymous().header("X-Forwarded-For", "192.0.2.7");
    client.post("/api/login", TestServer.credentials("user", "wrong"));
    client.post("/api/login", TestServer.credentials("My-Secret-Password", "wrong"));
    Answer in = client.post("/api/login", TestServer.credentials("user", TestServer.PASSWORD));
    server.browser(in.header("Set-Cookie").split(";", 2)[0]).post("/api/logout", "{}");

    assertThat(rows())
        .extracting(AuditRow::action, AuditRow::who, AuditRow::address, AuditRow::isRefused)
        .containsExactly(
            tuple("login_failed", "user", "192.0.2.7", true),
            tuple("login_failed", "?", "192.0.2.7", true),
            tuple("login", "user", "192.0.2.7", false),
            tuple("logout", "user", "127.0.0.1", false));
    assertThat(rows().toString()).doesNotContain("My-Secret");
  }

  @Test
  void guessesThatWereHeldUpAreThere() {
    for (int i = 0; i < 6; i++) {
      server.anonymous().post("/api/login", TestServer.credentials("user", "guess " + i));
      server.clock.advance(Duration.ofMillis(100));
    }

    assertThat(rows("login_throttled")).hasSize(1);
  }

  @Test
  void aViewIsOneRowForEachPersonExamAndTenMinutes() {
    String first = server.logIn("radiologist");
    String second = server.logIn("user");
    for (int i = 0; i < 3; i++) {
      server.browser(first).get("/api/exams/1.2.3.1");
      server.browser(first).get("/images/1.2.3.1.png");
      server.browser(first).get("/api/exams/1.2.3.2");
      server.browser(second).get("/images/1.2.3.1.png");
    }

    assertThat(rows("view"))
        .extracting(AuditRow::who, AuditRow::role, AuditRow::object, AuditRow::detail)
        .containsExactly(
            tuple("radiologist", "radiologist", "1.2.3.1", "exam"),
            tuple("radiologist", "radiologist", "1.2.3.2", "exam"),
            tuple("user", "user", "1.2.3.1", "picture"));
    server.clock.advance(Duration.ofMinutes(10));
    server.browser(first).get("/api/exams/1.2.3.1");
    assertThat(rows("view")).hasSize(4);
  }

  @Test
  void whatAListShowsIsThereToo() {
    String cookie = server.logIn("radiologist");
    server.browser(cookie).get("/api/exams");
    server.browser(cookie).get("/api/exams");

    assertThat(rows("list")).extracting(AuditRow::object).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void aPictureThatIsNotThereAndAProgramsLookAreNoViews() {
    server.browser(server.logIn("user")).get("/images/9.9.9.png");
    String key =
        server
            .users
            .keys()
            .add("k", Set.of(Action.SEE_EXAMS, Action.SEE_PICTURES), true, null, "x")
            .key();
    server.anonymous().header("Authorization", "Bearer " + key).get("/api/exams/1.2.3.1");

    assertThat(rows("view")).isEmpty();
  }

  @Test
  void viewsAreWrittenWithinSecondsByThemselves() {
    server.browser(server.logIn("user")).get("/api/exams/1.2.3.1");

    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (server.users.audit().rows(ALL, 100).stream()
        .noneMatch(row -> row.action().equals("view"))) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /api/requeue | {\"uid\":\"1.2.3.8\"} | requeue | 1.2.3.8",
        "POST | /api/rad_review | {\"uid\":\"1.2.3.1\",\"normal\":true} | review | 1.2.3.1",
        "POST | /api/users | {\"name\":\"x.y\",\"role\":\"user\"} | user_add | x.y",
        "PATCH | /api/users/user | {\"enabled\":false} | user_change | user",
        "DELETE | /api/users/user | '' | user_delete | user",
        "POST | /api/keys | {\"name\":\"k\",\"actions\":[\"see_exams\"]} | key_add | k",
        "DELETE | /api/sessions?user=user | '' | session_end | user",
      })
  void eachActIsThere(String method, String path, String body, String action, String object) {
    Answer answer = admin.write(method, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);

    assertThat(rows(action))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.who()).isEqualTo("admin");
              assertThat(row.object()).isEqualTo(object);
              assertThat(row.address()).isEqualTo("127.0.0.1");
            });
  }

  @Test
  void whatIsForbiddenIsThereOnceAMinute() {
    server.as("viewer").post("/api/requeue", "{\"uid\":\"1.2.3.8\"}");
    server.as("viewer").post("/api/requeue", "{\"uid\":\"1.2.3.8\"}");

    assertThat(rows("forbidden"))
        .extracting(AuditRow::who, AuditRow::detail)
        .containsExactly(tuple("viewer", "POST /api/requeue"));
  }

  @Test
  void aRefusalWithinAHandlerIsInTheLogToo() {
    server.as("viewer").get("/images/1.2.3.1.dcm");
    server.as("viewer").get("/api/sessions?all=yes");

    assertThat(rows("forbidden"))
        .extracting(AuditRow::who, AuditRow::detail)
        .containsExactlyInAnyOrder(
            tuple("viewer", "GET /images/{file}"), tuple("viewer", "GET /api/sessions"));
  }

  @Test
  void rowsThatWereCutOffAtTheEndAreMissed() throws Exception {
    server.users.audit().record("ann", "user", "192.0.2.1", "test", "1.2.1", "");
    server.users.audit().record("ann", "user", "192.0.2.1", "test", "1.2.2", "");
    assertThat(admin.get("/api/audit/verify").json().path("cut_off").asBoolean()).isFalse();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER audit_log_is_kept");
      statement.execute("DELETE FROM audit_log WHERE seq = (SELECT max(seq) FROM audit_log)");
    }

    JsonNode checked = admin.get("/api/audit/verify").json();
    assertThat(checked.path("cut_off").asBoolean()).isTrue();
    assertThat(checked.path("first_broken").isNull()).isTrue();
  }

  @Test
  void thePagesOfTheLogFollowEachOther() {
    for (int i = 0; i < 7; i++) {
      server.users.audit().record("ann", "user", "", "test", "1.2." + i, "");
      server.clock.advance(Duration.ofMinutes(1));
    }
    List<String> objects = new ArrayList<>();
    String before = "";
    for (int page = 0; page < 3; page++) {
      JsonNode json = admin.get("/api/audit?action=test&limit=3" + before).json();
      json.path("rows").forEach(row -> objects.add(row.path("object").asText()));
      assertThat(json.path("next").isNull()).isEqualTo(page == 2);
      before = "&before=" + json.path("next").asText();
    }

    assertThat(objects)
        .containsExactly("1.2.6", "1.2.5", "1.2.4", "1.2.3", "1.2.2", "1.2.1", "1.2.0");
    assertThat(admin.get("/api/audit").json().path("actions").toString()).contains("\"test\"");
  }

  @Test
  void theFiltersChooseAndRefuse() {
    server.users.audit().record("ann", "user", "", "a1", "1.2", "");
    server.clock.advance(Duration.ofDays(1));
    server.users.audit().record("bob", "user", "", "a2", "1.3", "");

    assertThat(found("who=ann")).containsExactly("a1");
    assertThat(found("action=a2")).containsExactly("a2");
    assertThat(found("object=1.3")).containsExactly("a2");
    String second = server.clock.instant().minusSeconds(60).toString();
    assertThat(found("action=a1&from=" + second)).isEmpty();
    assertThat(found("action=a1&to=" + second)).containsExactly("a1");
    assertThat(found("who=' OR 1=1 --".replace(" ", "%20"))).isEmpty();
    for (String wrong : List.of("from=x", "to=2026-13-01", "limit=501", "before=x")) {
      Answer answer = admin.get("/api/audit?" + wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      assertThat(answer.error()).startsWith(wrong.split("=", 2)[0]);
    }
  }

  private List<String> found(String query) {
    JsonNode rows = admin.get("/api/audit?" + query).json().path("rows");
    return rows.findValuesAsText("action").stream()
        .filter(action -> action.startsWith("a"))
        .toList();
  }

  @Test
  void theFileHoldsTheSameAndNoFormula() {
    server.users.audit().record("=cmd()", "user", "", "test", "a \"quoted\", cell", "");

    Answer answer = admin.get("/api/audit.csv?action=test");

    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"audit.csv\"");
    assertThat(answer.text().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"'=cmd()\"", "\"a \"\"quoted\"\", cell\"");
    assertThat(rows("export")).hasSize(1);
  }

  @Test
  void aRowThatWasChangedIsFound() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.users.audit().record("ann", "user", "192.0.2.1", "test", "1.2." + i, "");
    }
    JsonNode whole = admin.get("/api/audit/verify").json();
    assertThat(whole.path("first_broken").isNull()).isTrue();
    assertThat(whole.path("rows").asInt()).isEqualTo(rows().size());
    long third = rows("test").get(2).seq();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER audit_log_is_not_changed");
      statement.execute("UPDATE audit_log SET address = '' WHERE seq = " + third);
    }

    assertThat(admin.get("/api/audit/verify").json().path("first_broken").asLong())
        .isEqualTo(third);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/audit", "/api/audit.csv", "/api/audit/verify"})
  void onlyAnAdminReadsIt(String path) {
    assertThat(server.as("radiologist").get(path).status()).isEqualTo(403);
    assertThat(server.anonymous().get(path).status()).isEqualTo(401);
  }
}
