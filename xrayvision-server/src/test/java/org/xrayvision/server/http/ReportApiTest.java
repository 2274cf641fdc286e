/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reviews, fetching of reports, and questions about free text, over HTTP. */
class ReportApiTest {
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode exam(String user, String uid) {
    return server.as(user).get("/api/exams/" + uid + "?extra=yes").json();
  }

  private static TestServer.Answer post(String user, String path, String json) {
    return server.as(user).post(path, json.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/rad_review", "/api/radreview", "/api/validate"})
  void aUserReviewsAndTakesItBack(String path) {
    // Read as 3, assessed as positive: wrong.
    assertThat(exam("user", "1.2.3.3").at("/report/correct").asInt()).isZero();
    TestServer.Answer answer = post("user", path, "{'uid':'1.2.3.3','normal':true}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").asText()).isEqualTo("success");
    JsonNode reviewed = exam("admin", "1.2.3.3");
    assertThat(reviewed.at("/report/correct").asInt()).isEqualTo(1);
    assertThat(reviewed.at("/extra/review/normal").asBoolean()).isTrue();
    assertThat(reviewed.at("/extra/review/by").asText()).isEqualTo("user");
    assertThat(exam("user", "1.2.3.3").at("/extra/review/by").asText()).isEqualTo("U.");

    post("user", path, "{'uid':'1.2.3.3','normal':null}");
    assertThat(exam("user", "1.2.3.3").at("/extra/review").isNull()).isTrue();
    assertThat(exam("user", "1.2.3.3").at("/report/correct").asInt()).isZero();
  }

  @Test
  void aReviewIsAuditedInAChainThatNobodyCanChange() throws SQLException {
    post("user", "/api/rad_review", "{'uid':'1.2.3.2','normal':false}");
    assertThat(server.users.audit().check().firstBroken()).isEmpty();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server.db"));
        Statement statement = connection.createStatement()) {
      assertThat(
              statement
                  .executeQuery(
                      "SELECT count(*) FROM audit_log WHERE who = 'user' AND action = 'review'"
                          + " AND object = '1.2.3.2' AND detail = 'abnormal'")
                  .getInt(1))
          .isEqualTo(1);
      assertThatThrownBy(() -> statement.executeUpdate("UPDATE audit_log SET who = 'x'"))
          .hasMessageContaining("append-only");
      statement.executeUpdate("DROP TRIGGER audit_log_is_not_changed");
      statement.executeUpdate("UPDATE audit_log SET detail = 'normal' WHERE seq = 1");
    }
    assertThat(server.users.audit().check().firstBroken()).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/rad_review|{'uid':'9.9.9','normal':true}|404",
        "/api/rad_review|{'uid':'../x','normal':true}|400",
        "/api/rad_review|{'uid':'1.2.3.3'}|400",
        "/api/rad_review|{'uid':'1.2.3.3','normal':'yes'}|400",
        "/api/rad_review|{'uid':'1.2.3.3','normal':1}|400",
        "/api/getrad|{'uid':'9.9.9'}|404",
        "/api/getrad|{'uid':'1.2.3.2'}|503",
        "/api/check|{'report':' '}|400",
        "/api/check|{'report':5}|400",
        "/api/check|{'report':'Normal.'}|503",
        "/api/analyse|{'report':'Normal.'}|503",
        "/api/translate|{'report':'Normal.'}|503",
      })
  void whatCannotBeDoneSaysSo(String path, String body, int status) {
    TestServer.Answer answer = post("user", path, body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error()).isNotEmpty();
  }

  @Test
  void tooLongATextIsNotTaken() {
    String body = "{'report':'" + "x".repeat(32 * 1024 + 1) + "'}";
    assertThat(post("admin", "/api/check", body).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/rad_review",
        "/api/getrad",
        "/api/check",
        "/api/analyse",
        "/api/translate",
      })
  void nobodyWithoutALogInMay(String path) {
    assertThat(server.anonymous().post(path, "{}").status()).isEqualTo(401);
  }
}
