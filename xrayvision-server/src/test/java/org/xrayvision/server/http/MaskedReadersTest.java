/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.server.auth.AccountException;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.AuditLog;
import org.xrayvision.server.auth.AuditRow;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

/** What those who must not know whose exam it is can find out, by all ways that they have. */
final class MaskedReadersTest {
  private static final String NAMED =
      "INSERT INTO patients VALUES ('2580412400017', '777', 'Popescu^Maria', '1958-04-12', 'F')";
  private static final String EXAM =
      "INSERT INTO exams VALUES ('1.2.7.1', '2580412400017', NULL, '2026-11-20 08:00:00',"
          + " 'Torace p.a. Mariei Popescului CNP2580412400017', 'chest', 'CR', 'done', '1.2.7.2',"
          + " '1.2.7.3')";

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server =
        new TestServer(
            folder,
            builder ->
                builder.ingestOptions(
                    options(
                        Map.of(
                            "CR1", source(new BurnedInRegion(0, 0, 50, 50)),
                            "CR2", source()))),
            NAMED,
            EXAM);
    received("1.2.3.1", "{\"sender\":\"CR1\",\"burnedIn\":\"yes\"}");
    received("1.2.3.2", "{\"sender\":\"CR2\"}");
    received("1.2.3.3", "{\"sender\":\"CR2\",\"burnedIn\":\"yes\"}");
    received("1.2.3.8", "{\"sender\":\"CR3\",\"burnedIn\":\"yes\"}");
  }

  private static IngestOptions options(Map<String, SourceOptions> sources) {
    IngestOptions usual = IngestOptions.defaults();
    return new IngestOptions(
        usual.sopClasses(),
        usual.modalities(),
        usual.fallbackCharacterSet(),
        usual.timeZone(),
        false,
        0,
        usual.minFreeBytes(),
        sources);
  }

  private static SourceOptions source(BurnedInRegion... regions) {
    return new SourceOptions(null, null, null, null, List.of(regions));
  }

  /** As the journal has it of an object that a device has sent. */
  private static void received(String uid, String payload) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        PreparedStatement insert =
            database.prepareStatement(
                "INSERT INTO events (at, kind, uid, payload) VALUES (0, 'received', ?, ?)")) {
      insert.setString(1, uid);
      insert.setString(2, payload);
      insert.executeUpdate();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String key(String name, boolean masked, Action... actions) {
    return server.users.keys().add(name, Set.of(actions), masked, null, "test").key();
  }

  private static Call bearer(String key) {
    return server.anonymous().header("Authorization", "Bearer " + key);
  }

  private static Ear listen(String key, String path) throws InterruptedException {
    Ear ear = new Ear();
    server
        .webSocket()
        .header("Authorization", "Bearer " + key)
        .buildAsync(URI.create("ws://" + server.host() + path), ear)
        .join();
    ear.event("connected");
    return ear;
  }

  @Test
  void aDeclinedNameAndATouchedNumberAreHiddenInAnswersAndMessages() throws Exception {
    String key = key("reader", true, Action.SEE_EXAMS, Action.FOLLOW_EVENTS);
    Ear ear = listen(key, "/ws");
    server.as("radiologist").post("/api/rad_review", "{\"uid\":\"1.2.7.1\",\"normal\":false}");

    JsonNode exam = bearer(key).get("/api/exams/1.2.7.1").json();

    assertThat(exam.at("/exam/protocol").asText()).isEqualTo("Torace p.a. […] […] CNP[…]");
    assertThat(ear.event("radreview").at("/event/payload").at("/exam/protocol").asText())
        .isEqualTo("Torace p.a. […] […] CNP[…]");
  }

  @Test
  void whoMayOnlyFollowIsToldUidAndVerdictOfAReview() throws Exception {
    String follower = key("follower", true, Action.FOLLOW_EVENTS);
    String reader = key("sees", true, Action.FOLLOW_EVENTS, Action.SEE_EXAMS);
    long before = server.engine.lastSeq();
    Ear follows = listen(follower, "/ws");
    Ear sees = listen(reader, "/ws");

    server.as("radiologist").post("/api/rad_review", "{\"uid\":\"1.2.3.3\",\"normal\":false}");

    JsonNode told = follows.event("radreview").at("/event/payload");
    assertThat(told.fieldNames()).toIterable().containsExactlyInAnyOrder("verdict", "uid");
    assertThat(told.get("uid").asText()).isEqualTo("1.2.3.3");
    assertThat(sees.event("radreview").at("/event/payload").path("patient").path("name").asText())
        .isEqualTo("Ș.E.");
    assertThat(
            listen(follower, "/ws?since=" + before)
                .event("radreview")
                .at("/event/payload")
                .has("patient"))
        .isFalse();
    assertThat(
            listen(reader, "/ws?since=" + before)
                .event("radreview")
                .at("/event/payload")
                .has("patient"))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"SEE_EXAMS", "EXPORT", "FOLLOW_EVENTS"})
  void noMaskedKeyBringsInObjectsAndSeesWhoseTheyAre(Action telling) {
    Set<Action> both = EnumSet.of(Action.IMPORT, telling);

    assertThatThrownBy(() -> server.users.keys().add("both " + telling, both, true, null, "test"))
        .isInstanceOf(AccountException.class)
        .hasMessageContaining("pseudonym");
    String body = "{\"name\":\"oracle " + telling + "\",\"actions\":[\"import\",\"%s\"]}";
    assertThat(server.as("admin").post("/api/keys", body.formatted(telling.code())).status())
        .isEqualTo(409);
    server.users.keys().add("unmasked " + telling, both, false, null, "test");
  }

  @Test
  void aKeyThatWasMadeBeforeThatRuleBringsInNothing() {
    String key = key("old", true, Action.IMPORT);
    server
        .users
        .database()
        .write(
            handle ->
                handle.execute(
                    "UPDATE api_keys SET actions = 'import,see_exams' WHERE name = 'old'"));

    assertThat(bearer(key).get("/api/exams").status()).isEqualTo(200);
    assertThat(bearer(key).send("POST", "/api/import", "").status()).isEqualTo(403);
  }

  private static int pixel(Answer picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.response().body()))
        .getRaster()
        .getSample(10, 10, 0);
  }

  @Test
  void whoIsMaskedSeesPicturesWithoutWhatIsBurnedIn() throws IOException {
    Answer whole = server.as("radiologist").get("/images/1.2.3.1.png");
    Answer blanked = server.as("viewer").get("/images/1.2.3.1.png");
    String key = key("pictures", true, Action.SEE_PICTURES);

    assertThat(pixel(whole)).isEqualTo(200);
    assertThat(pixel(blanked)).isZero();
    assertThat(pixel(bearer(key).get("/images/1.2.3.1.png"))).isZero();
    assertThat(blanked.header("ETag")).isNotEmpty().isNotEqualTo(whole.header("ETag"));
    Call viewer = server.as("viewer");
    assertThat(
            viewer
                .header("If-None-Match", blanked.header("ETag"))
                .get("/images/1.2.3.1.png")
                .status())
        .isEqualTo(304);
    assertThat(
            pixel(viewer.header("If-None-Match", whole.header("ETag")).get("/images/1.2.3.1.png")))
        .isZero();
    assertThat(pixel(viewer.get("/images/1.2.3.2.png"))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3.3", "1.2.3.8"})
  void aPictureThatSaysThatTextIsBurnedInIsKeptBackWhereNobodySaysWhere(String uid)
      throws IOException {
    Answer answer = server.as("user").get("/images/" + uid + ".png");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error()).contains("burned into its picture");
    assertThat(pixel(server.as("admin").get("/images/" + uid + ".png"))).isEqualTo(200);
  }

  @Test
  void whatNamesPeopleIsKeptByNoBrowserAndLoggingOutDropsTheRest() {
    Answer named = server.as("radiologist").get("/api/stats/radiologists");
    assertThat(named.header("Cache-Control")).isEqualTo("no-store");
    assertThat(
            server
                .as("radiologist")
                .header("If-None-Match", named.header("ETag"))
                .get("/api/stats/radiologists")
                .header("Cache-Control"))
        .isEqualTo("no-store");
    assertThat(server.as("user").get("/api/stats/radiologists").header("Cache-Control"))
        .isEqualTo("private, no-cache");
    Call browser = server.browser(server.logIn("radiologist"));
    assertThat(browser.post("/api/logout", "{}").header("Clear-Site-Data")).isEqualTo("\"cache\"");
  }

  private static List<AuditRow> log(String who, String action) {
    server.users.views().flush();
    return server
        .users
        .audit()
        .rows(new AuditLog.Filter(who, action, null, null, null, null), 1000);
  }

  @Test
  void whoLooksAtPatientsIsInTheLogOnceInTenMinutesWithoutTheirNames() {
    String pseudonym = server.users.pseudonym("2580412400017");
    for (int i = 0; i < 3; i++) {
      server.as("admin").get("/api/patients?page=2");
      server.as("admin").get("/api/patients?search=mariei%20popescu");
      server.as("admin").get("/api/patients?search=popescu");
      server.as("admin").get("/api/patients/2580412400017");
      server.as("viewer").get("/api/patients?search=" + pseudonym);
    }

    assertThat(log("admin", "list")).filteredOn(row -> row.object().equals(pseudonym)).hasSize(1);
    assertThat(log("viewer", "list")).filteredOn(row -> row.object().equals(pseudonym)).hasSize(1);
    assertThat(log("admin", "view"))
        .filteredOn(row -> row.object().equals(pseudonym))
        .extracting(AuditRow::detail)
        .containsExactly("patient");
    assertThat(log("admin", "search")).extracting(AuditRow::object).containsExactly("patients");
    assertThat(log("admin", "search").toString()).doesNotContainIgnoringCase("popescu");
  }
}
