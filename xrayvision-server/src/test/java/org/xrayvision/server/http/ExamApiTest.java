/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

final class ExamApiTest {
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

  private static List<String> uids(JsonNode page) {
    List<String> uids = new ArrayList<>();
    page.get("exams").forEach(exam -> uids.add(exam.get("uid").asText().substring(6)));
    return uids;
  }

  /** All pages of a filter, by the last component of each uid. */
  private static String found(String user, String filter) {
    List<String> uids = new ArrayList<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      Answer answer = server.as(user).get("/api/exams?" + filter + "&page=" + page);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      pages = answer.json().get("pages").asInt();
      uids.addAll(uids(answer.json()));
      assertThat(answer.json().get("total").asInt()).isGreaterThanOrEqualTo(uids.size());
    }
    return String.join(" ", uids);
  }

  @Test
  void pagesAreNewestFirstAndTheCountIsExact() {
    JsonNode first = server.as("admin").get("/api/exams").json();
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("exams", "total", "pages", "filters", "next");
    assertThat(uids(first)).containsExactly("1", "2", "3");
    assertThat(first.get("total").isIntegralNumber()).isTrue();
    assertThat(first.get("total").asInt()).isEqualTo(9);
    assertThat(first.get("pages").asInt()).isEqualTo(3);
    assertThat(first.get("filters").isEmpty()).isTrue();

    assertThat(uids(server.as("admin").get("/api/exams?page=3").json()))
        .containsExactly("7", "8", "9");
    JsonNode beyond = server.as("admin").get("/api/exams?page=4").json();
    assertThat(uids(beyond)).isEmpty();
    assertThat(beyond.get("total").asInt()).isEqualTo(9);
    assertThat(uids(server.as("admin").get("/api/exams?page=1000000000").json())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reviewed=any|1 2 3 4 5 6 7 8 9",
        "reviewed=yes|2 3 8 9",
        "reviewed=no|1 4 5 6 7",
        "positive=any|1 2 3 4 5 6 7 8 9",
        "positive=yes|1 2 8 9",
        "positive=no|3 7",
        "correct=any|1 2 3 4 5 6 7 8 9",
        "correct=yes|2 9",
        "correct=no|3 8",
        "region=chest|1 3 5 7",
        "region=any|1 2 3 4 5 6 7 8 9",
        "region=chest&positive=yes|1",
        "status=done|1 2 3 8 9",
        "status=queued,error|4 5",
        "status=any|1 2 3 4 5 6 7 8 9",
        "search=popescu|1 4 5 8",
        "search=stefanescu|2 3 7",
        "search=%C5%9Etef%C4%83nescu|2 3 7",
        "search=2920227400233|2 3 7",
        "search=398114|2 3 7",
        "search=1.2.3.4|4",
        "diagnostic=fracture|2",
        "radiologist=Dr.+Radu+Stoica|3 7",
        "severity=7|2",
        "severity=3-6|3 8",
        "severity=-3|3 7",
        "severity=7-|1 2",
        "severity=any|1 2 3 4 5 6 7 8 9",
        "severity_op=equal|2",
        "severity_op=lower|3",
        "severity_op=higher|8",
        "severity_op=any|1 2 3 4 5 6 7 8 9",
        "reviewed=&page=&search=|1 2 3 4 5 6 7 8 9",
        "search=%27+OR+1%3D1+--|''",
        "search=%25|''",
        "unknown=1|1 2 3 4 5 6 7 8 9",
      })
  void aFilterFindsItsExams(String filter, String expected) {
    String first = filter.contains("page=") ? filter.replace("&page=", "") : filter;
    assertThat(found("admin", first)).isEqualTo(expected);
  }

  @Test
  void theAnswerSaysWhatWasAskedFor() {
    JsonNode filters =
        server.as("admin").get("/api/exams?region=chest&severity=3-6&reviewed=any&page=1").json();

    assertThat(filters.get("filters"))
        .isEqualTo(
            TestServer.parse(
                "{'reviewed':'any','region':'chest','severity':'3-6'}".replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0",
        "page=-1",
        "page=x",
        "page=1.5",
        "page=99999999999999999999",
        "page=1&page=2",
        "reviewed=maybe",
        "positive=1",
        "correct=true",
        "status=done,lost",
        "status=,",
        "severity=11",
        "severity=6-3",
        "severity=x",
        "severity=-",
        "severity=1-2-3",
        "severity=-1-2",
        "severity_op=more",
        "extra=2",
        "search=%00",
        "region=a%0Ab",
      })
  void aBadValueIsRefusedByItsName(String query) {
    Answer answer = server.as("admin").get("/api/exams?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith(query.substring(0, query.indexOf('=')) + ": ");
  }

  @Test
  void anOverlongValueIsRefused() {
    assertThat(server.as("admin").get("/api/exams?search=" + "x".repeat(201)).status())
        .isEqualTo(400);
  }

  @Test
  void theExamObjectFieldByField() {
    JsonNode exam = server.as("admin").get("/api/exams/1.2.3.2").json();

    assertThat(exam)
        .isEqualTo(
            TestServer.parse(
                """
                {"uid":"1.2.3.2",
                 "patient":{"name":"Ștefănescu Elena","cnp":"2920227400233","id":"398114","age":34,
                  "birthdate":"1992-02-27","sex":"F"},
                 "exam":{"created":"2026-11-20 10:22:10","date":"20261120","time":"102210",
                  "protocol":"Mana dreapta Stefanescu","region":"hand","status":"done","type":"CR",
                  "study":"1.2.4.2","series":"1.2.5.2","id":"CR-4711"},
                 "report":{
                  "ai":{"text":"Fracture; compare with Elena's film.","short":"yes",
                   "created":"2026-11-20 08:41:12","updated":"2026-11-20 08:41:13","positive":true,
                   "confidence":86,"severity":7,"summary":"fracture","model":"medgemma-4b-it",
                   "latency":6.5},
                  "rad":{"text":"Fractura. Pacienta Ștefănescu Elena, CNP 2920227400233.",
                   "text_en":"In English.","positive":true,"severity":7,"summary":"fracture",
                   "created":"2026-11-20 11:00:00","updated":"2026-11-20 11:00:01","id":"SR-2",
                   "type":"radio","radiologist":"Dr. Andreea Marin","justification":"Febră",
                   "model":"medgemma-4b-it","latency":2.5},
                  "correct":1,"reviewed":1}}
                """));
  }

  @Test
  void theExamObjectOfAMaskedReaderFieldByField() {
    JsonNode exam = server.as("user").get("/api/exams/1.2.3.2").json();
    String pseudonym = exam.get("patient").get("cnp").asText();

    assertThat(pseudonym).matches("p-[0-9a-f]{16}");
    assertThat(exam)
        .isEqualTo(
            TestServer.parse(
                """
                {"uid":"1.2.3.2",
                 "patient":{"name":"Ș.E.","cnp":"PSEUDONYM","id":null,"age":34,
                  "birthdate":null,"sex":"F"},
                 "exam":{"created":"2026-11-20 10:22:10","date":"20261120","time":"102210",
                  "protocol":"Mana dreapta […]","region":"hand","status":"done","type":"CR",
                  "study":"1.2.4.2","series":"1.2.5.2","id":null},
                 "report":{
                  "ai":{"text":"Fracture; compare with […]'s film.","short":"yes",
                   "created":"2026-11-20 08:41:12","updated":"2026-11-20 08:41:13","positive":true,
                   "confidence":86,"severity":7,"summary":"fracture","model":"medgemma-4b-it",
                   "latency":6.5},
                  "rad":{"text":"Fractura. Pacienta […] […], CNP […].",
                   "text_en":"In English.","positive":true,"severity":7,"summary":"fracture",
                   "created":"2026-11-20 11:00:00","updated":"2026-11-20 11:00:01","id":null,
                   "type":"radio","radiologist":"A.M.","justification":"Febră",
                   "model":"medgemma-4b-it","latency":2.5},
                  "correct":1,"reviewed":1}}
                """
                    .replace("PSEUDONYM", pseudonym)));
  }

  @Test
  void aVerdictWithoutSeverityIsShownAsItIsFilteredAndJudged() {
    JsonNode report = server.as("admin").get("/api/exams/1.2.3.9").json().get("report");

    assertThat(report.get("ai").get("severity").asInt()).isEqualTo(-1);
    assertThat(report.get("ai").get("positive").asBoolean()).isTrue();
    assertThat(report.get("ai").get("short").asText()).isEqualTo("yes");
    assertThat(report.get("correct").asInt()).isEqualTo(1);
    assertThat(found("admin", "region=elbow&positive=yes&correct=yes")).isEqualTo("9");
    assertThat(found("admin", "region=elbow&positive=no")).isEmpty();
  }

  @Test
  void whatIsNotThereHasItsCompatibleValue() {
    JsonNode exam = server.as("admin").get("/api/exams/1.2.3.6").json();

    assertThat(exam.get("patient"))
        .isEqualTo(
            TestServer.parse(
                """
                {"name":"ANON","cnp":null,"id":null,"age":-1,"birthdate":null,"sex":null}
                """));
    assertThat(exam.get("report"))
        .isEqualTo(
            TestServer.parse(
                """
                {"ai":{"text":null,"short":null,"created":null,"updated":null,"positive":false,
                  "confidence":-1,"severity":-1,"summary":null,"model":null,"latency":-1},
                 "rad":{"text":null,"text_en":null,"positive":false,"severity":-1,"summary":null,
                  "created":null,"updated":null,"id":null,"type":null,"radiologist":null,
                  "justification":null,"model":null,"latency":-1},
                 "correct":-1,"reviewed":0}
                """));
    assertThat(exam.get("exam").get("region").asText()).isEmpty();
    assertThat(exam.get("exam").get("status").asText()).isEqualTo("ignore");
  }

  @Test
  void extraIsGivenWhenAskedFor() {
    assertThat(server.as("admin").get("/api/exams").json().get("exams").get(0).has("extra"))
        .isFalse();
    JsonNode extra =
        server.as("admin").get("/api/exams?extra=yes").json().get("exams").get(0).get("extra");

    assertThat(extra.fieldNames())
        .toIterable()
        .containsExactly(
            "reading",
            "projection",
            "received",
            "conflict",
            "attempts",
            "detail",
            "retracted",
            "report_problem",
            "review",
            "alert",
            "since",
            "queue",
            "progress",
            "conflicts",
            "prompt",
            "runs",
            "picture",
            "dicom");
    assertThat(extra.get("reading").fieldNames())
        .toIterable()
        .containsExactly("key", "severity", "positive", "outcome");
  }

  @ParameterizedTest
  @CsvSource({"1, 8, true, null", "2, 7, true, tp", "3, 3, false, fn"})
  void theReadingsVerdictAndOutcomeComeWithEachOfItsExams(
      int exam, int severity, boolean positive, String outcome) {
    JsonNode reading = extra("admin", exam).get("reading");

    assertThat(reading.get("severity").asInt()).isEqualTo(severity);
    assertThat(reading.get("positive").asBoolean()).isEqualTo(positive);
    assertThat(reading.get("outcome").asText()).isEqualTo(outcome);
  }

  @Test
  void aMaskedReaderMayGroupByReadingWithoutTheReportsId() {
    assertThat(extra("admin", 2).get("reading").get("key").asText()).contains("SR-2");
    String masked = extra("user", 2).get("reading").get("key").asText();
    assertThat(masked).matches("r-[0-9a-f]{16}");
    assertThat(extra("user", 2).get("reading").get("key").asText()).isEqualTo(masked);
    assertThat(extra("user", 3).get("reading").get("key").asText()).isNotEqualTo(masked);
    assertThat(extra("user", 4).get("reading").get("positive").isNull()).isTrue();
  }

  private static JsonNode extra(String user, int exam) {
    return server.as(user).get("/api/exams/1.2.3." + exam + "?extra=yes").json().get("extra");
  }

  @Test
  void noListOfAMaskedReaderHoldsAPerson() {
    String all =
        server.as("user").get("/api/exams?extra=yes").text()
            + server.as("user").get("/api/exams?extra=yes&page=2").text()
            + server.as("user").get("/api/exams?extra=yes&page=3").text();

    assertThat(all)
        .contains("P.I.", "Ș.E.")
        .doesNotContainIgnoringCase(
            "Popescu",
            "Ștefănescu",
            "Stefanescu",
            "Elena",
            "1580412400014",
            "2920227400233",
            "412207",
            "398114",
            "1958-04-12",
            "1992-02-27",
            "Marin",
            "Stoica",
            "CR-4711",
            "SR-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"popescu", "1580412400014", "412207", "P.I.", "1.2.3"})
  void aMaskedReaderFindsNobodyByNameOrId(String search) {
    Answer answer =
        server
            .as("user")
            .get("/api/exams?search=" + URLEncoder.encode(search, StandardCharsets.UTF_8));

    assertThat(answer.status() == 400 || answer.json().get("total").asInt() == 0).isTrue();
  }

  @Test
  void aMaskedReaderFindsAnExamByItsUid() {
    assertThat(found("user", "search=1.2.3.4")).isEqualTo("4");
    assertThat(server.as("user").get("/api/exams?radiologist=Dr.+Radu+Stoica").status())
        .isEqualTo(400);
    assertThat(found("user", "diagnostic=fracture")).isEqualTo("2");
  }

  @Test
  void anUnknownExamIsNotFound() {
    assertThat(server.as("admin").get("/api/exams/9.9.9").status()).isEqualTo(404);
    assertThat(server.as("admin").get("/api/exams/9.9.9/journal").status()).isEqualTo(404);
    assertThat(server.as("admin").get("/api/exams/x").status()).isEqualTo(400);
    assertThat(server.as("admin").get("/api/exams/1..2").error()).startsWith("uid: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/requeue", "/api/lookagain"})
  void anotherLookIsQueuedAndInTheJournal(String path) {
    Answer answer = server.as("user").post(path, "{\"uid\":\"1.2.3.8\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").asText()).isEqualTo("success");
    assertThat(answer.json().get("message").isTextual()).isTrue();
    assertThat(server.engine.exam("1.2.3.8").orElseThrow().exam().status().code())
        .isEqualTo("requeue");
    JsonNode journal = server.as("user").get("/api/exams/1.2.3.8/journal").json();
    assertThat(journal.get("uid").asText()).isEqualTo("1.2.3.8");
    JsonNode last = journal.get("journal").get(journal.get("journal").size() - 1);
    assertThat(last.get("kind").asText()).isEqualTo("requeue");
    assertThat(last.get("seq").asLong()).isPositive();
    assertThat(last.get("at").asText()).endsWith("Z");
    assertThat(last.get("payload").isObject()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"uid\":\"9.9.9\"}|404",
        "{\"uid\":\"../../x\"}|400",
        "{\"uid\":5}|400",
        "{}|400",
        "[]|400",
        "not json|400",
        "{\"uid\":\"1.2.3.8\",\"uid\":\"1.2.3.1\"}|400",
        "{\"uid\":\"1.2.3.8\"} {}|400",
      })
  void aBadWriteSaysSoInTheShapeOfWrites(String body, int status) {
    Answer answer = server.as("admin").post("/api/requeue", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("status").asText()).isEqualTo("error");
    assertThat(answer.json().get("message").asText()).isNotEmpty().isEqualTo(answer.error());
  }
}
