/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.TestServer.Answer;

final class PatientApiTest {
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

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.get("patients").forEach(patient -> names.add(patient.get("name").asText()));
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "popescu,Popescu Ion",
    "STEFANESCU,Ștefănescu Elena",
    "398114,Ștefănescu Elena",
    "1580412400014,Popescu Ion",
    "%25,''",
    "1.2.3.1,''",
  })
  void anAdminFindsPatientsByNameAndIds(String search, String expected) {
    JsonNode page = server.as("admin").get("/api/patients?search=" + search).json();

    assertThat(String.join(",", names(page))).isEqualTo(expected);
    assertThat(page.get("total").asInt()).isEqualTo(expected.isEmpty() ? 0 : 1);
    assertThat(page.get("filters").get("search").asText()).isNotEmpty();
  }

  @Test
  void patientsComeWithHowManyExamsThereAre() {
    JsonNode page = server.as("admin").get("/api/patients").json();

    assertThat(page.get("total").asInt()).isEqualTo(3);
    assertThat(page.get("patients").get(0))
        .isEqualTo(
            TestServer.parse(
                """
                {"name":"Popescu Ion","cnp":"1580412400014","id":"412207",
                 "birthdate":"1958-04-12","sex":"M","exams":4,"last":"2026-11-20 10:38:02"}
                """));
    assertThat(page.get("patients").get(2).get("cnp").isNull()).isTrue();
    assertThat(names(server.as("admin").get("/api/patients?page=2").json())).isEmpty();
    assertThat(server.as("admin").get("/api/patients?page=0").error()).startsWith("page: ");
  }

  @Test
  void onePatientHasTheUidsOfHisExamsNewestFirst() {
    JsonNode patient = server.as("admin").get("/api/patients/1580412400014").json();

    assertThat(patient.get("count").asInt()).isEqualTo(4);
    assertThat(patient.get("exams"))
        .isEqualTo(TestServer.parse("[\"1.2.3.1\",\"1.2.3.4\",\"1.2.3.5\",\"1.2.3.8\"]"));
  }

  @Test
  void aMaskedReaderFindsAPatientByThePseudonymOnly() {
    JsonNode exam = server.as("user").get("/api/exams/1.2.3.1").json();
    String pseudonym = exam.at("/patient/cnp").asText();
    JsonNode patient = server.as("user").get("/api/patients/" + pseudonym).json();

    assertThat(patient.get("name").asText()).isEqualTo("P.I.");
    assertThat(patient.get("cnp").asText()).isEqualTo(pseudonym);
    assertThat(patient.get("exams")).hasSize(4);
    JsonNode found = server.as("user").get("/api/patients?search=" + pseudonym).json();
    assertThat(names(found)).containsExactly("P.I.");
    assertThat(server.as("user").get("/api/patients?search=p-0000000000000000").json().get("total"))
        .isEqualTo(TestServer.parse("0"));
    assertThat(server.as("user").get("/api/patients").text())
        .contains("P.I.")
        .doesNotContain("Popescu", "1580412400014", "412207", "1958-04-12");
    assertThat(server.as("admin").get("/api/patients/" + pseudonym).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"popescu", "1580412400014", "412207", "P.I."})
  void aMaskedReaderMayNotSearchForPersons(String search) {
    Answer answer = server.as("user").get("/api/patients?search=" + search);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith("search: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1580412400014", "p-0000000000000000", "..%2f..%2fserver.db", "%27+OR+1%3D1", "x"})
  void whoIsNotThereIsNotFound(String id) {
    assertThat(server.as("user").get("/api/patients/" + id).status()).isIn(400, 404);
    assertThat(server.as("admin").get("/api/patients/9" + id).status()).isIn(400, 404);
  }
}
