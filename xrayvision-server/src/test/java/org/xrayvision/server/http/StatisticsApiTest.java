/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.http.TestServer.Answer;

final class StatisticsApiTest {
  private static final List<String> PATHS =
      List.of(
          "/api/stats",
          "/api/stats/global",
          "/api/stats/regional",
          "/api/stats/quality",
          "/api/stats/radiologists",
          "/api/stats/diagnostics",
          "/api/stats/radiologists/monthly_trends",
          "/api/diagnostics/monthly_trends",
          "/api/stats/insights",
          "/api/diagnostics",
          "/api/radiologists",
          "/api/severity");

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

  private static JsonNode get(String path) {
    Answer answer = server.as("admin").get(path);
    assertThat(answer.status()).as(path).isEqualTo(200);
    return answer.json();
  }

  @Test
  void everyAnswerNeedsALogInAndStatesItsUnit() {
    for (String path : PATHS) {
      assertThat(server.anonymous().get(path).status()).as(path).isEqualTo(401);
      for (String unit : List.of("reading", "exam")) {
        Answer answer = server.as("user").get(path + "?unit=" + unit);
        assertThat(answer.status()).as(path).isEqualTo(200);
        String stated = answer.json().path("unit").asText(answer.header("X-Statistics-Unit"));
        assertThat(stated).as(path).isEqualTo(unit);
      }
    }
  }

  @Test
  void whatIsIncludedAndWhatIsExcludedAddUp() {
    for (String path : List.of("/api/stats", "/api/stats/quality", "/api/stats/insights")) {
      JsonNode json = get(path);
      long sum = json.get("included").asLong();
      for (JsonNode reason : json.get("excluded")) {
        sum += reason.get(1).asLong();
      }
      assertThat(sum).as(path).isEqualTo(json.get("readings").asLong()).isEqualTo(9);
    }
    Answer named = server.as("user").get("/api/stats/radiologists");
    assertThat(
            Long.parseLong(named.header("X-Statistics-Included"))
                + Long.parseLong(named.header("X-Statistics-Excluded")))
        .isEqualTo(9);
  }

  @Test
  void anUnknownUnitOrMonthIsRefused() {
    for (String path : PATHS) {
      assertThat(server.as("user").get(path + "?unit=study").status()).as(path).isEqualTo(400);
    }
    for (String bad : List.of("from=2026", "to=2026-13", "from=x", "from=2026-05&to=2026-04")) {
      Answer answer = server.as("user").get("/api/stats/quality?" + bad);
      assertThat(answer.status()).as(bad).isEqualTo(400);
    }
  }

  /** 2 and 9 are right, 8 is a false positive, 3 a false negative; 1 has no report. */
  @Test
  void theRegionsHaveTheirCellsAndNoRateThatIsNotDefined() {
    JsonNode json = get("/api/stats");
    assertThat(json.get("total").asInt()).isEqualTo(9);
    assertThat(json.get("reviewed").asInt()).isEqualTo(4);
    assertThat(json.get("correct").asInt()).isEqualTo(2);
    assertThat(json.get("wrong").asInt()).isEqualTo(2);
    assertThat(json.get("error_stats")).isEqualTo(TestServer.parse("{\"error\":1,\"ignore\":1}"));
    assertThat(json.get("avg_processing_time").asDouble()).isEqualTo(6.5);
    JsonNode hand = json.get("region").get("hand");
    assertThat(hand.get("tpos").asInt()).isEqualTo(1);
    assertThat(hand.get("fpos").asInt()).isEqualTo(1);
    assertThat(hand.get("ppv").asInt()).isEqualTo(50);
    assertThat(hand.get("pnv").isNull()).isTrue();
    assertThat(hand.get("mcc").isNull()).isTrue();
    assertThat(json.get("region").get("chest").get("snsi").asInt()).isZero();
    assertThat(json.get("region").get("knee").get("snsi").isNull()).isTrue();
  }

  @Test
  void qualityHasTheReasonsTheIntervalsAndTheScales() {
    JsonNode json = get("/api/stats/quality");
    assertThat(json.get("counts"))
        .isEqualTo(TestServer.parse("{\"tpos\":2,\"tneg\":0,\"fpos\":1,\"fneg\":1}"));
    assertThat(json.get("rates").get("snsi").get("n").asInt()).isEqualTo(3);
    assertThat(json.get("rates").get("snsi").get("ci")).hasSize(2);
    assertThat(json.get("rates").get("spci").get("value").asDouble()).isZero();
    assertThat(json.get("threshold").asInt()).isEqualTo(5);
    assertThat(json.get("from").asText()).isEqualTo("2026-11-20");
    assertThat(json.get("roc")).hasSize(12);
    assertThat(json.get("calibration")).hasSize(10);
    assertThat(json.get("differences").get("-4").asInt()).isEqualTo(1);
    assertThat(json.get("trends").get(0).get("compared").asInt()).isEqualTo(4);
    JsonNode before = get("/api/stats/quality?to=2026-10");
    assertThat(before.get("total").asInt()).isZero();
    assertThat(before.get("rates").get("mcc").get("value").isNull()).isTrue();
    assertThat(before.get("auc").get("value").isNull()).isTrue();
    assertThat(before.get("ece").isNull()).isTrue();
  }

  @Test
  void notAssessedIsInNoAverage() {
    JsonNode stoica = get("/api/stats/radiologists").get("Dr. Radu Stoica");
    assertThat(stoica.get("report_count").asInt()).isEqualTo(2);
    assertThat(stoica.get("avg_severity").asDouble()).isEqualTo(7);
    assertThat(stoica.get("ai_compared").asInt()).isEqualTo(1);
    assertThat(stoica.get("ai_accuracy").asInt()).isZero();
    JsonNode fracture = get("/api/stats/diagnostics").get("fracture");
    assertThat(fracture.get("top_regions")).isEqualTo(TestServer.parse("{\"hand\":1}"));
    assertThat(fracture.get("first_seen").asText()).isEqualTo("2026-11-20 10:22:10");
  }

  @Test
  void aMaskedReaderSeesInitialsAndNeverAName() {
    for (String path : PATHS) {
      String text = server.as("user").get(path).text();
      assertThat(text).as(path).doesNotContain("Marin", "Stoica", "Andreea", "Radu");
    }
    assertThat(server.as("user").get("/api/radiologists").json())
        .isEqualTo(TestServer.parse("{\"A.M.\":3,\"R.S.\":2}"));
    assertThat(get("/api/radiologists").has("Dr. Andreea Marin")).isTrue();
  }

  @Test
  void insightsHaveBandsThatDoNotOverlap() {
    JsonNode json = get("/api/stats/insights");
    JsonNode ages = json.get("age_distribution");
    long exams = 0;
    for (JsonNode band : ages) {
      exams += band.get("total_exams").asLong();
    }
    assertThat(exams).isEqualTo(9);
    assertThat(ages.get("60-69").get("total_exams").asInt()).isEqualTo(4);
    assertThat(ages.get("30-39").get("total_exams").asInt()).isEqualTo(3);
    assertThat(ages.get("unknown").get("total_exams").asInt()).isEqualTo(2);
    assertThat(json.get("hourly_patterns").get("9").asInt()).isEqualTo(6);
    assertThat(json.get("processing_times").get("chest").get("median").asDouble()).isEqualTo(6.5);
  }

  @Test
  void whoHasTheAnswerIsToldSo() {
    Answer first = server.as("admin").get("/api/stats");
    // Unless a minute has just begun, it is the same answer.
    Answer again =
        server.as("admin").header("If-None-Match", first.header("ETag")).get("/api/stats");
    assertThat(again.status()).isIn(304, 200);
    assertThat(again.status() == 304 || !again.header("ETag").equals(first.header("ETag")))
        .isTrue();
    Answer other =
        server.as("user").header("If-None-Match", first.header("ETag")).get("/api/stats");
    assertThat(other.status()).isEqualTo(200);
  }

  /** 2 is right, 8 a false positive; the others are no hands. */
  @Test
  void qualityIsAlsoThatOfOneRegionOrModel() {
    JsonNode hand = get("/api/stats/quality?region=hand");
    assertThat(hand.get("total").asInt()).isEqualTo(2);
    assertThat(hand.get("counts"))
        .isEqualTo(TestServer.parse("{\"tpos\":1,\"tneg\":0,\"fpos\":1,\"fneg\":0}"));
    assertThat(hand.get("roc").get(6).get("tpr").asDouble()).isEqualTo(1);
    assertThat(hand.get("regions")).hasSize(1);
    assertThat(get("/api/stats/quality?region=unknown").get("total").asInt()).isEqualTo(1);
    JsonNode whole = get("/api/stats/quality?unit=exam");
    for (JsonNode model : whole.get("models")) {
      String name = model.get("model").asText();
      if (!name.equals("unknown")) {
        JsonNode part =
            get("/api/stats/quality?unit=exam&model=" + name.replace("+", "%2B").replace(" ", "+"));
        assertThat(part.get("included").asInt()).as(name).isEqualTo(model.get("n").asInt());
        assertThat(part.get("total").asInt()).isEqualTo(model.get("total").asInt());
      }
    }
    assertThat(get("/api/stats/quality?region=nothing").get("total").asInt()).isZero();
    assertThat(get("/api/stats/quality?region=%27%20OR%201=1--").get("total").asInt()).isZero();
  }

  @Test
  void theRestIsAlsoThatOfSomeMonths() {
    for (String path :
        List.of(
            "/api/stats/insights",
            "/api/stats/radiologists/monthly_trends",
            "/api/diagnostics/monthly_trends")) {
      assertThat(get(path + "?from=2026-11&to=2026-11").get("readings").asInt())
          .as(path)
          .isEqualTo(9);
      assertThat(get(path + "?to=2026-10").get("readings").asInt()).as(path).isZero();
      assertThat(server.as("user").get(path + "?from=x").status()).as(path).isEqualTo(400);
      assertThat(get(path + "?from=2026-11-20&to=2026-11-20").get("readings").asInt())
          .as(path)
          .isEqualTo(9);
      assertThat(get(path + "?from=2026-11-21").get("readings").asInt()).as(path).isZero();
    }
    for (String days :
        List.of("from=2026-11-31", "to=2026-1-1", "from=2026-11-02&to=2026-11-01", "to=%00")) {
      assertThat(server.as("user").get("/api/stats/quality?" + days).status())
          .as(days)
          .isEqualTo(400);
    }
    JsonNode november = get("/api/stats/insights?from=2026-11&to=2026-11");
    assertThat(november.get("hourly_patterns").get("9").asInt()).isEqualTo(6);
    assertThat(november.get("processing_times").get("chest").get("count").asInt()).isEqualTo(2);
    assertThat(november.at("/throughput/days/0/date").asText()).isEqualTo("2026-11-20");
    assertThat(november.at("/throughput/days/0/total").asInt()).isEqualTo(9);
    assertThat(november.at("/throughput/days/0/hours").asInt()).isEqualTo(24);
    assertThat(november.at("/throughput/months/0/readings").asInt()).isEqualTo(9);
    JsonNode october = get("/api/stats/insights?to=2026-10");
    assertThat(october.get("hourly_patterns")).isEmpty();
    assertThat(october.at("/throughput/days")).isEmpty();
    assertThat(october.get("radiologist_metrics")).isEmpty();
    assertThat(
            get("/api/stats/radiologists/monthly_trends?from=2026-11&to=2026-11")
                .at("/trends/2026-11"))
        .hasSize(2);
    assertThat(get("/api/stats/radiologists?from=2026-11").at("/Dr. Andreea Marin/top_diagnostics"))
        .hasSize(3);
  }

  @Test
  void eachReasonHasItsCodeAndEachMeanItsNumber() {
    for (JsonNode reason : get("/api/stats/quality").get("excluded")) {
      assertThat(reason).hasSize(3);
      assertThat(reason.get(2).asText()).matches("[a-z_]+");
    }
    JsonNode stoica = get("/api/stats/radiologists").get("Dr. Radu Stoica");
    assertThat(stoica.get("assessed").asInt()).isEqualTo(1);
    assertThat(stoica.get("agree").get("n").asInt()).isEqualTo(1);
    assertThat(stoica.get("agree").get("ci")).hasSize(2);
  }
}
