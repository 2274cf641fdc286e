/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

/** The nightly work over HTTP, and all of one patient. */
@Timeout(60)
final class UpkeepApiTest {
  private static final String ID = "1580412400014";
  private static final String BODY = "{\"id\":\"" + ID + "\"}";

  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
    server.maintenance.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Call admin() {
    return server.as("admin");
  }

  private JsonNode run() throws InterruptedException {
    Answer begun = admin().post("/api/maintenance", "{}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    while (server.maintenance.isRunning()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return admin().get("/api/maintenance").json();
  }

  @Test
  void whatFailedAtNightIsSeenByAllAndWhyByAdmins() throws Exception {
    JsonNode before = admin().get("/api/maintenance").json();
    assertThat(before.path("last").isNull()).isTrue();
    assertThat(before.path("hour").asInt()).isEqualTo(3);
    assertThat(before.path("next").asText()).isEqualTo("2026-11-23T03:00:00Z");

    JsonNode after = run();

    JsonNode steps = after.path("last").path("steps");
    assertThat(steps.path(0).path("ok").asBoolean()).isTrue();
    assertThat(steps.path(0).path("message").asText()).isEqualTo("2 put aside");
    assertThat(steps.path(1).path("name").asText()).isEqualTo("backup");
    assertThat(steps.path(1).path("ok").asBoolean()).isFalse();
    assertThat(steps.path(1).path("message").asText()).contains("the disk is full");
    JsonNode state = server.as("user").get("/api/status").json();
    assertThat(state.path("maintenance").path("failed").toString()).isEqualTo("[\"backup\"]");
    assertThat(state.toString()).doesNotContain("the disk is full");

    server.backupFails = false;
    run();
    assertThat(server.as("user").get("/api/status").json().path("maintenance").path("failed"))
        .isEmpty();
  }

  @Test
  void onlyAdminsSeeItHaveItDoneOrReachAPatientsFile() {
    Call user = server.as("user");
    assertThat(user.get("/api/maintenance").status()).isEqualTo(403);
    assertThat(user.post("/api/maintenance", "{}").status()).isEqualTo(403);
    assertThat(user.post("/api/patient/export", BODY).status()).isEqualTo(403);
    assertThat(user.post("/api/patient/erase", BODY).status()).isEqualTo(403);
    assertThat(server.anonymous().post("/api/patient/erase", BODY).status()).isEqualTo(401);
    assertThat(admin().get("/api/exams?search=" + ID).json().path("total").asInt()).isEqualTo(4);
  }

  @Test
  void aPatientIsHandedOutExamByExam() {
    JsonNode patient = admin().post("/api/patient/export", BODY).json();

    assertThat(patient.path("patient").path("name").asText()).isEqualTo("Popescu Ion");
    assertThat(patient.path("exams")).hasSize(4);
    assertThat(patient.path("audit").toString()).contains("patient_export").doesNotContain(ID);

    JsonNode exam =
        admin().post("/api/patient/export", "{\"id\":\"" + ID + "\",\"uid\":\"1.2.3.1\"}").json();
    assertThat(exam.path("tables").path("ai_reports").path(0).path("severity").asInt())
        .isEqualTo(8);
    assertThat(exam.path("files").toString()).contains("1.2.3.1.png");
    assertThat(
            admin()
                .post("/api/patient/export", "{\"id\":\"" + ID + "\",\"uid\":\"1.2.3.2\"}")
                .status())
        .as("another patient's")
        .isEqualTo(404);
    assertThat(admin().post("/api/patient/export", "{\"id\":\"\"}").status()).isEqualTo(400);
    assertThat(admin().post("/api/patient/export", "{}").status()).isEqualTo(400);
    assertThat(admin().post("/api/patient/export", "{\"id\":\"nobody\"}").error())
        .isEqualTo("Nobody is known by this id.");
  }

  @Test
  void anIdThatFitsSeveralIsRefusedUntilItIsSaidWhatItIs() throws Exception {
    new Sql(folder.resolve("xrayvision.db"))
        .execute("INSERT INTO patients (cnp, id) VALUES ('other', '" + ID + "')");

    Answer refused = admin().post("/api/patient/erase", BODY);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.error()).contains("2 patients", "--as his-id").doesNotContain(ID);
    String wrong = "{\"id\":\"" + ID + "\",\"as\":\"name\"}";
    assertThat(admin().post("/api/patient/erase", wrong).status()).isEqualTo(400);
    String exact = "{\"id\":\"" + ID + "\",\"as\":\"patient-id\"}";
    assertThat(admin().post("/api/patient/export", exact).json().path("exams")).hasSize(4);
  }

  @Test
  void anErasedPatientLeavesAWordInTheAuditLogAndNothingElse() throws Exception {
    assertThat(folder.resolve("images/1.2.3.1.png")).exists();

    JsonNode erased = admin().post("/api/patient/erase", BODY).json();

    assertThat(erased.path("exams").asInt()).isEqualTo(4);
    assertThat(erased.path("left")).isEmpty();
    assertThat(erased.path("backups").toString())
        .as("the one that was made when the old program's file was taken over")
        .contains("xrayvision.db-form0-");
    assertThat(folder.resolve("images/1.2.3.1.png")).doesNotExist();
    assertThat(admin().get("/api/exams/1.2.3.1").status()).isEqualTo(404);
    assertThat(admin().get("/api/exams/1.2.3.2").status()).isEqualTo(200);
    assertThat(admin().post("/api/patient/erase", BODY).status()).isEqualTo(404);
    String word = server.users.pseudonym(ID);
    JsonNode later = admin().post("/api/patient/export", "{\"id\":\"2920227400233\"}").json();
    assertThat(later.toString()).doesNotContain(word);
    assertThat(server.users.audit().check().firstBroken()).isEmpty();
    assertThat(
            Files.readString(folder.resolve("server.db"), StandardCharsets.ISO_8859_1)
                + Files.readString(folder.resolve("server.db-wal"), StandardCharsets.ISO_8859_1))
        .contains("patient_erase", word)
        .doesNotContain(ID);
  }
}
