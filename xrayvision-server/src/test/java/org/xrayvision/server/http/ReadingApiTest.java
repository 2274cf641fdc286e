/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.TestServer.Answer;

/** The list by reading, keyset paging, priors: three exams a page, exams 10 to 12 are one study. */
final class ReadingApiTest {
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    List<String> more = new ArrayList<>();
    for (int n = 10; n <= 12; n++) {
      more.add(
          "INSERT INTO exams VALUES ('1.2.3."
              + n
              + "', '1580412400014', NULL, '2025-10-09 10:00:"
              + n
              + "', 'Torace', 'chest', 'DX', 'done', '1.2.4.10', '1.2.5."
              + n
              + "')");
    }
    more.add(
        "INSERT INTO ai_reports VALUES ('1.2.3.10', '2025-10-09 08:41:12', '2025-10-09 08:41:13',"
            + " 'Old.', 1, 86, 9, 'pneumonia', 'medgemma-27b-it', 6.5)");
    more.add(
        "INSERT INTO ai_reports VALUES ('1.2.3.12', '2025-10-09 08:41:12', '2025-10-09 08:41:13',"
            + " 'Old.', 0, 86, 1, 'normal', 'medgemma-27b-it', 6.5)");
    server = new TestServer(folder, 0, limits -> limits, more.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode get(String path) {
    Answer answer = server.as("admin").get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> uids(JsonNode rows) {
    List<String> uids = new ArrayList<>();
    rows.forEach(row -> uids.add(row.get("uid").asText().substring(6)));
    return uids;
  }

  /** All readings of a filter, by their newest exams. */
  private static String found(String filter) {
    List<String> uids = new ArrayList<>();
    JsonNode page = get("/api/readings?" + filter);
    uids.addAll(uids(page.get("readings")));
    for (int number = 2; number <= page.get("pages").asInt(); number++) {
      uids.addAll(uids(get("/api/readings?" + filter + "&page=" + number).get("readings")));
    }
    assertThat(uids).hasSize(page.get("total").asInt());
    return String.join(" ", uids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reviewed=no&status=done",
        "positive=yes",
        "correct=no",
        "status=none,queued,requeue,processing,check",
        "status=error,ignore",
        "region=chest&severity=5-",
        "severity_op=higher",
      })
  void theCountOfAViewIsThatOfItsList(String filter) {
    JsonNode count = get("/api/readings/count?" + filter);

    assertThat(count.get("total").asLong(-1))
        .isEqualTo(get("/api/readings?" + filter).get("total").asLong());
    assertThat(count.get("filters").size())
        .isEqualTo(filter.isEmpty() ? 0 : filter.split("&").length);
  }

  /** A wall of dashboards must not have the readings gone through again and again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "search=Pop",
        "diagnostic=pneumonia",
        "radiologist=x",
        "projection=frontal",
        "model=medgemma",
        "from=2026-01-01",
        "to=2026-01-01&positive=yes",
      })
  void whatWouldHaveToBeGoneThroughIsNotCounted(String filter) {
    assertThat(get("/api/readings/count?" + filter).get("total").isNull()).isTrue();
  }

  @Test
  void noPageBorderCutsAStudyAndEachExamIsThereOnce() {
    List<String> exams = new ArrayList<>();
    JsonNode last = null;
    int pages = get("/api/readings").get("pages").asInt();
    for (int number = 1; number <= pages; number++) {
      JsonNode page = get("/api/readings?page=" + number);
      assertThat(page.get("total").asInt()).isEqualTo(10);
      for (JsonNode reading : page.get("readings")) {
        last = reading;
        exams.addAll(uids(reading.get("exams")));
        Set<String> keys = new HashSet<>();
        reading.get("exams").forEach(exam -> keys.add(exam.at("/extra/reading/key").asText()));
        assertThat(keys).containsExactly(reading.get("key").asText());
      }
    }
    assertThat(exams)
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    assertThat(uids(last.get("exams"))).containsExactly("10", "11", "12");
    assertThat(last.get("uid").asText()).isEqualTo("1.2.3.12");
    assertThat(last.get("severity").asInt()).isEqualTo(9);
    assertThat(last.get("positive").asBoolean()).isTrue();
  }

  /** The values of the reading, not of any of its exams: 12 alone is negative. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reviewed=yes|2 3 8 9",
        "reviewed=no|1 4 5 6 7 12",
        "positive=yes|1 2 8 9 12",
        "positive=no|3",
        "correct=yes|2 9",
        "correct=no|3 8",
        "region=chest|1 3 5 7 12",
        "region=any|1 2 3 4 5 6 7 8 9 12",
        "status=queued,error|4 5",
        "status=done|1 2 3 8 9 12",
        "search=popescu|1 4 5 8 12",
        "search=popescu&region=chest|1 5 12",
        "search=1.2.3.11|12",
        "diagnostic=fracture|2",
        "radiologist=Dr.+Radu+Stoica|3 7",
        "severity=9|12",
        "severity=0-3|3",
        "severity_op=equal|2",
        "severity_op=lower|3",
        "severity_op=higher|8",
        "model=medgemma-27b-it|12",
        "model=medgemma-4b-it|1 2 3 7 8",
        "model=medgemma|''",
        "projection=lateral|''",
        "from=2026-01-01|1 2 3 4 5 6 7 8 9",
        "to=2026-01-01|12",
        "from=2025-10-09&to=2025-10-09|12",
        "search=%27+OR+1%3D1+--|''",
        "region=%27+OR+1%3D1+--|''",
        "model=%25|''",
      })
  void aFilterFindsItsReadings(String filter, String expected) {
    assertThat(found(filter)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "model=medgemma-27b-it,12 10",
    "from=2025-10-09&to=2025-10-09,12 11 10",
    "to=2026-01-01&region=chest,12 11 10",
  })
  void examsHaveTheSameNewFilters(String filter, String expected) {
    JsonNode page = get("/api/exams?" + filter);
    assertThat(String.join(" ", uids(page.get("exams")))).isEqualTo(expected);
    assertThat(page.get("total").asInt()).isEqualTo(expected.split(" ").length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"readings", "exams"})
  void whatFollowsIsFoundWithoutAPageNumber(String list) {
    List<String> paged = new ArrayList<>();
    JsonNode page = get("/api/" + list);
    for (int number = 1; number <= page.get("pages").asInt(); number++) {
      paged.addAll(uids(get("/api/" + list + "?page=" + number).get(list)));
    }
    List<String> followed = new ArrayList<>(uids(page.get(list)));
    while (!page.get("next").isNull()) {
      JsonNode next = get("/api/" + list + "?after=" + page.get("next").asText());
      assertThat(next.get("total")).isEqualTo(page.get("total"));
      followed.addAll(uids(next.get(list)));
      page = next;
    }
    assertThat(followed).isEqualTo(paged);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=x",
        "after=9.9.9",
        "after=1.2.3.4&page=2",
        "from=2026",
        "to=2026-02-30",
        "from=2026-11-21&to=2026-11-20",
        "projection=PA",
        "positive=1",
        "status=lost",
      })
  void aBadValueIsRefusedByItsName(String query) {
    for (String list : List.of("/api/readings?", "/api/exams?")) {
      Answer answer = server.as("admin").get(list + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).startsWith(query.substring(0, query.indexOf('=')) + ": ");
    }
  }

  @Test
  void whoHasTheListIsToldSoUntilItChanges() {
    Answer first = server.as("user").get("/api/readings");
    String tag = first.header("ETag");
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    assertThat(server.as("user").header("If-None-Match", tag).get("/api/readings").status())
        .isEqualTo(304);
    assertThat(server.as("admin").header("If-None-Match", tag).get("/api/readings").status())
        .isEqualTo(200);

    server.as("user").post("/api/rad_review", "{\"uid\":\"1.2.3.1\",\"normal\":false}");
    assertThat(server.as("user").header("If-None-Match", tag).get("/api/readings").status())
        .isEqualTo(200);
    server.as("user").post("/api/rad_review", "{\"uid\":\"1.2.3.1\",\"normal\":null}");
  }

  @Test
  void priorsAreOlderReadingsOfTheSamePatientAndRegion() {
    JsonNode priors = get("/api/exams/1.2.3.1/priors").get("priors");
    assertThat(uids(priors)).containsExactly("5", "12");
    assertThat(priors.get(1).get("days").asInt()).isEqualTo(407);
    assertThat(priors.get(1).get("severity").asInt()).isEqualTo(9);
    assertThat(uids(priors.get(1).get("exams"))).containsExactly("10", "11", "12");
    assertThat(get("/api/exams/1.2.3.11/priors").get("priors")).isEmpty();
    assertThat(get("/api/exams/1.2.3.9/priors").get("priors")).isEmpty();
    assertThat(server.as("admin").get("/api/exams/9.9/priors").status()).isEqualTo(404);
    assertThat(server.as("user").get("/api/exams/1.2.3.1/priors").text())
        .doesNotContain("Popescu", "1580412400014");
  }

  @Test
  void whatWaitsHasItsPlace() {
    JsonNode waiting = get("/api/exams/1.2.3.4?extra=yes").get("extra");
    assertThat(waiting.at("/queue/place").asInt()).isEqualTo(1);
    assertThat(waiting.at("/queue/about").asDouble()).isEqualTo(6.5);
    assertThat(waiting.get("progress").isNull()).isTrue();
    assertThat(get("/api/exams/1.2.3.1?extra=yes").at("/extra/queue").isNull()).isTrue();
    assertThat(get("/api/exams/1.2.3.1?extra=yes").at("/extra/picture").asBoolean()).isTrue();
    assertThat(get("/api/exams/1.2.3.4?extra=yes").at("/extra/picture").asBoolean()).isFalse();
  }

  @Test
  void noListOfAMaskedReaderHoldsAPerson() {
    StringBuilder all = new StringBuilder();
    for (int page = 1; page <= 4; page++) {
      all.append(server.as("user").get("/api/readings?page=" + page).text());
    }
    assertThat(all.toString())
        .contains("P.I.", "Ș.E.", "\"key\":\"r-")
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
    assertThat(server.as("user").get("/api/readings?search=popescu").status()).isEqualTo(400);
    assertThat(server.as("user").get("/api/readings?radiologist=x").status()).isEqualTo(400);
  }
}
