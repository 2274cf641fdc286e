/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.e2e.Browsers;
import org.xrayvision.server.retrieve.QueryProgress;

/** The page over exams that stay as they are, in a real browser, on plain HTTP. */
final class DashboardIT {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String DISCLAIMER =
      "Assists a second reading. Not a medical device; no diagnosis without a radiologist.";

  /** A study with a report, one that has a failed view, and a verdict without a number. */
  private static final String[] STUDIES = {
    exam(20, "1.2.4.20", "11:00:10", "spine", "done"),
    exam(21, "1.2.4.20", "11:00:20", "spine", "done"),
    exam(30, "1.2.4.30", "10:50:10", "pelvis", "done"),
    exam(31, "1.2.4.30", "10:50:20", "pelvis", "error"),
    exam(40, "1.2.4.40", "10:45:00", "foot", "done"),
    ai(20, 1, 7),
    ai(21, 0, 0),
    ai(30, 0, 2),
    ai(40, 1, -1),
    rad(20),
    rad(21),
  };

  @TempDir private Path folder;
  private final List<String> complaints = new ArrayList<>();
  private TestServer server;
  private Playwright playwright;
  private Browser browser;
  private Page page;

  private static String exam(int n, String study, String time, String region, String status) {
    return String.format(
        "INSERT INTO exams VALUES ('1.2.3.%d', '1580412400014', NULL, '2026-11-21 %s', 'Protocol',"
            + " '%s', 'CR', '%s', '%s', '1.2.5.%d')",
        n, time, region, status, study, n);
  }

  private static String ai(int n, int positive, int severity) {
    return String.format(
        "INSERT INTO ai_reports VALUES ('1.2.3.%d', '2026-11-21 11:41:12', '2026-11-21 11:41:13',"
            + " 'FINDINGS: what is seen.\nIMPRESSION: view %d', %d, 86, %d, 'words', 'medgemma-4b-it', 6.5)",
        n, n, positive, severity);
  }

  private static String rad(int n) {
    return String.format(
        "INSERT INTO rad_reports VALUES ('1.2.3.%d', 'SR-20', '2026-11-21 12:00:00',"
            + " '2026-11-21 12:00:01', 'Fractura.', NULL, 1, 7, 'fracture', 'radio',"
            + " 'Dr. Radu Stoica', NULL, 'medgemma-4b-it', 2.5)",
        n);
  }

  @BeforeEach
  void start() throws SQLException, IOException {
    server = new TestServer(folder, 0, limits -> limits, STUDIES);
    Path images = folder.resolve("images");
    for (int n : new int[] {20, 21, 30, 40}) {
      Files.copy(images.resolve("1.2.3.1.png"), images.resolve("1.2.3." + n + ".png"));
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE exam_state SET projection = iif(uid LIKE '%0', 'frontal', 'lateral')");
      statement.executeUpdate(
          "UPDATE exam_state SET detail = 'the answer was cut at 2048 tokens', attempts = 3"
              + " WHERE uid = '1.2.3.31'");
    }
    playwright = Browsers.playwright();
    // A name of the house that no browser takes for its own machine: no clipboard without TLS.
    browser = Browsers.launch(playwright, "--host-resolver-rules=MAP xray.internal 127.0.0.1");
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
    page = context.newPage();
    page.onPageError(complaints::add);
  }

  @AfterEach
  void stop() {
    browser.close();
    playwright.close();
    server.close();
    assertThat(complaints).as("errors on the page").isEmpty();
  }

  private void open(String user, String query) {
    String root = "http://xray.internal:" + server.server.port() + "/";
    page.navigate(root + "login.html");
    page.locator("input[name=user]").fill(user);
    page.locator("input[name=password]").fill(TestServer.PASSWORD);
    page.locator("#form button[type=submit]").click();
    page.waitForURL(root);
    page.navigate(root + query);
    page.locator("#total, #refused").waitFor();
  }

  private Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private String status(int exam) {
    return server.engine.exam("1.2.3." + exam).orElseThrow().exam().status().code();
  }

  @Test
  void aFailedViewIsShownBesideTheOneThatWasRead() {
    open("admin", "?region=pelvis");
    Locator card = page.locator(".card");
    assertThat(card).hasCount(1);
    assertThat(card).hasAttribute("data-status", "done");
    Locator line = card.locator(".strays li");
    assertThat(line).hasCount(1);
    assertThat(line).containsText("lateral");
    assertThat(line).containsText("Error");
    assertThat(line).containsText("the answer was cut at 2048 tokens");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("failed-view.png")));

    button(line, "Try again: lateral").click();

    assertThat(line).hasAttribute("data-status", "requeue");
    assertThat(status(31)).isEqualTo("requeue");
    assertThat(status(30)).isEqualTo("done");
  }

  @Test
  void anotherLookAtACardAsksForAllItsViews() {
    open("admin", "?region=pelvis");

    button(page.locator(".c-acts"), "Look again").click();

    assertThat(page.locator(".toast")).containsText("Queued again");
    assertThat(status(30)).isEqualTo("requeue");
    assertThat(status(31)).isEqualTo("requeue");
  }

  @Test
  void aReadingIsShownWholeAlsoWhenAFilterMatchesOneOfItsViews() {
    open("admin", "?region=spine");
    assertThat(page.locator("#total")).hasText("1 reading");

    open("admin", "?search=1.2.3.21");
    Locator card = page.locator(".card");
    assertThat(card).hasCount(1);
    assertThat(card.locator(".pic")).hasCount(2);
    assertThat(card.locator(".mark")).hasText("7positive");
    assertThat(card.locator(".sev")).containsText("Agree: both positive · TP");
    assertThat(card.locator(".sev")).not().containsText("not in this list");

    open("admin", "?region=spine&severity=0-2");
    assertThat(card).hasCount(0); // the reading's number is 7
    assertThat(page.locator(".nil")).isVisible();
  }

  @Test
  void aReviewIsGivenAndTakenBackOnTheCard() {
    open("user", "?region=spine");
    Locator acts = page.locator(".c-acts");
    Locator state = page.locator(".card .meta");
    assertThat(state).containsText("Report assessed");

    button(acts, "Normal").click();
    assertThat(page.locator(".toast")).containsText("Reviewed as normal");
    assertThat(state).containsText("Reviewed");
    assertThat(page.locator(".card .sev")).containsText("FP");
    assertThat(acts).containsText("Reviewed by U.");

    button(acts, "Undo").click();
    assertThat(page.locator(".card .sev")).containsText("TP");
    assertThat(acts).containsText("Your verdict");
    assertThat(state).not().containsText("Reviewed");
    assertThat(state).containsText("Report assessed");
  }

  @Test
  void aMaskedReaderSeesTheViewsOfOneReportOnOneCard() {
    open("user", "?region=spine");

    assertThat(page.locator(".card")).hasCount(1);
    assertThat(page.locator(".card .pic")).hasCount(2);
  }

  @Test
  void aVerdictWithoutANumberIsAVerdict() {
    open("admin", "?region=foot");

    assertThat(page.locator(".card .mark")).hasText("—positive");
    assertThat(page.locator(".card .sev")).containsText("AI — positive");
  }

  @Test
  void textAndLinkAreCopiedOnPlainHttp() {
    open("admin", "?region=spine");
    assertThat((Boolean) page.evaluate("window.isSecureContext")).isFalse();
    button(page.locator(".c-acts"), "Copy text").click();
    assertThat(page.locator(".toast")).containsText("Copied");
    assertThat(pasted())
        .isEqualTo(
            "frontal:\n"
                + "FINDINGS: what is seen.\nIMPRESSION: view 20\n\n"
                + "lateral:\n"
                + "FINDINGS: what is seen.\nIMPRESSION: view 21\n\n"
                + DISCLAIMER);

    button(page.locator(".active"), "Copy link to this view").click();
    assertThat(pasted()).isEqualTo(page.url());
    assertThat(page.locator(".card .note")).hasText(DISCLAIMER);
  }

  private String pasted() {
    page.evaluate("document.body.append(document.createElement('textarea'))");
    Locator field = page.locator("body > textarea").last();
    field.focus();
    page.keyboard().press("Control+V");
    String text = field.inputValue();
    field.evaluate("e => e.remove()");
    return text;
  }

  @Test
  void aFilterThatIsRefusedStaysWithTheReasonBesideIt() {
    open("user", "?search=popescu&region=chest");

    assertThat(page.locator("#refused")).containsText("whole UID");
    assertThat(page.locator("input[name=search]")).hasValue("popescu");
    assertThat(page.locator("select[name=region]")).hasValue("chest");
    page.locator("input[name=search]").fill("1.2.3.5");
    page.locator("input[name=search]").press("Enter");
    assertThat(page.locator(".card")).hasCount(1);
    assertThat(page.locator("#refused")).hasCount(0);
  }

  @Test
  void onlyEndpointsThatAreConfiguredAreShown() {
    open("admin", "");

    assertThat(page.locator("#live")).hasText("Live");
    assertThat(page.locator("#endpoints")).containsText("Primary");
    assertThat(page.locator("#endpoints")).not().containsText("Secondary");
  }

  @ParameterizedTest
  @CsvSource({
    "en, 312 MB are free on the server's disk, 'at least 1,500 MB'",
    "ro, sunt liberi 312 MB, cel puțin 1.500 MB"
  })
  void aFullDiskIsAnAlarmUntilThereIsRoom(String language, String free, String least) {
    List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
    page.addInitScript("localStorage.setItem('xv.lang', '" + language + "')");
    page.routeWebSocket(
        "**/ws*",
        socket -> {
          sockets.add(socket);
          socket.send(storage("\"low\":true,\"free_mb\":312"));
        });
    open("admin", "");

    Locator alarm = page.locator("#disk");
    assertThat(alarm).containsText(free);
    assertThat(alarm).containsText(least);
    assertThat(alarm).hasAttribute("role", "alert");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("disk-full.png")));

    sockets.get(sockets.size() - 1).send(storage("\"low\":false,\"free_mb\":null"));
    assertThat(alarm).isHidden();
  }

  @ParameterizedTest
  @CsvSource({
    "en, 'backup of the exams, search for'",
    "ro, 'copia de siguranță a examinărilor, căut'"
  })
  void aNightThatFailedIsAnAlarmUntilOneGoesWell(String language, String steps) {
    List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
    page.addInitScript("localStorage.setItem('xv.lang', '" + language + "')");
    page.routeWebSocket(
        "**/ws*",
        socket -> {
          sockets.add(socket);
          socket.send(night("\"backup\",\"orphans\""));
        });
    open("admin", "");

    Locator alarm = page.locator("#upkeep");
    assertThat(alarm).containsText(steps);
    assertThat(page.locator("#disk")).isHidden();

    sockets.get(sockets.size() - 1).send(night(""));
    assertThat(alarm).isHidden();
  }

  private static String night(String failed) {
    return storage("\"low\":false")
        .replace("{\"event\"", "{\"maintenance\":{\"failed\":[" + failed + "]},\"event\"");
  }

  private static String storage(String figures) {
    return """
        {"event":{"seq":1,"at":"2026-11-21T09:00:00Z","name":"connected",
          "payload":{"address":"","seq":1}},
         "dashboard":{"queue_size":4,"check_queue_size":0,"processing":null,
          "success_count":1,"error_count":0,"ignore_count":0},
         "storage":{%s,"min_free_mb":1500},"openai":{"endpoints":[],"readers":[]},
         "timings":{"total":null,"average":6600},"next_query":"Disabled"}
        """
        .formatted(figures);
  }

  @Test
  void anEndpointThatIsDownSaysWhyAndSinceWhen() {
    page.routeWebSocket(
        "**/ws*",
        socket ->
            socket.send(
                """
                {"event":{"seq":1,"at":"2026-11-21T09:00:00Z","name":"connected",
                  "payload":{"address":"","seq":1}},
                 "dashboard":{"queue_size":4,"check_queue_size":0,"processing":null,
                  "success_count":1,"error_count":0,"ignore_count":0},
                 "openai":{"url":"http://a/","health":{"pri":true,"sec":false},
                  "trouble":"free disk space is low",
                  "endpoints":[
                   {"name":"http://a/","health":"up","active":true,"cause":null,
                    "since":"2026-11-21T08:00:00Z"},
                   {"name":"http://b/","health":"down","active":false,
                    "cause":"connection refused","since":"2026-11-21T08:52:00Z"}],
                  "readers":[
                   {"name":"http://a/","health":"up","active":true,"cause":null,
                    "since":"2026-11-21T08:00:00Z"},
                   {"name":"http://c/","health":"up","active":false,
                    "cause":"the last 5 calls failed","since":"2026-11-21T08:53:00Z"}]},
                 "timings":{"total":null,"average":6600},"next_query":"Disabled"}
                """));
    open("admin", "");

    Locator endpoints = page.locator("#endpoints");
    assertThat(endpoints).containsText("Primary: up");
    assertThat(endpoints).containsText("Secondary: down since ");
    assertThat(endpoints.locator("time")).hasAttribute("datetime", "2026-11-21T08:52:00Z");
    assertThat(endpoints).containsText("Secondary: connection refused");
    assertThat(endpoints).not().containsText("Report reader 1");
    assertThat(endpoints).containsText("Report reader 2: the last 5 calls failed");
    assertThat(page.locator("#trouble")).containsText("free disk space is low");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("endpoint-down.png")));
  }

  @Test
  void adminsSeeInTheMenuHowPluginsAndTheirEndpointsAre() {
    open("admin", "");
    page.locator(".menu summary").click();
    page.locator("#plugins").click();
    Locator drawer = page.locator("dialog.drawer");
    assertThat(drawer.locator("[data-plugin=openai]").first()).containsText("Installed, not named");
    assertThat(drawer.locator("[data-endpoint]")).hasCount(1);
    drawer.getByRole(AriaRole.BUTTON).click();
    assertThat(drawer).hasCount(0);

    page.route("**/api/plugins", route -> route.fulfill(plugins()));
    page.locator(".menu summary").click();
    page.locator("#plugins").click();

    Locator off = drawer.locator("[data-plugin=acme]");
    assertThat(off).containsText("Broken");
    assertThat(off).containsText("fallback 1");
    assertThat(off).containsText("2 of its threads are stuck: it is switched off");
    Locator shadow = drawer.locator("[data-endpoint=challenger]");
    assertThat(shadow).containsText("Breaker open");
    assertThat(shadow).containsText("2 stuck threads");
    assertThat(shadow).containsText("the last 10 calls failed");
    assertThat(shadow.locator("time").first()).hasAttribute("datetime", "2026-11-21T08:52:00Z");
    assertThat(drawer).containsText("Shadow models' endpoints");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("plugins.png")));
  }

  private static Route.FulfillOptions plugins() {
    return new Route.FulfillOptions()
        .setContentType("application/json")
        .setBody(
            """
            {"plugins":[
              {"kind":"vision_model","id":"acme","version":"1.2","name":"Acme","state":"broken",
               "origin":"acme","problem":"2 of its threads are stuck: it is switched off",
               "role":"fallback","place":1}],
             "endpoints":{"vision_models":[],"report_readers":[],"shadow_models":[
              {"name":"challenger","health":"down","active":false,
               "since":"2026-11-21T08:52:00Z","cause":"the last 10 calls failed",
               "breaker_open":true,"last_error":"the last 10 calls failed",
               "last_error_at":"2026-11-21T08:53:00Z","stuck_threads":2}]}}
            """);
  }

  @Test
  void theMenuOfOthersHasNoPlugins() {
    open("user", "");
    page.locator(".menu summary").click();
    assertThat(page.locator("#logout")).isVisible();
    assertThat(page.locator("#plugins")).hasCount(0);
  }

  @Test
  void anAdminAsksThePacsNowAndIsToldWhatCame() {
    open("admin", "");
    assertThat(page.locator("#next-query")).containsText("in ");
    assertThat(page.locator("#next-query")).hasAttribute("title", "2026-11-22 10:05:00");
    page.locator("#query-hours").fill("24");

    page.locator("#query").click();

    assertThat(page.locator(".toast")).containsText("Asking main, old for the studies of the last");
    assertThat(server.queries.asked).containsExactly("main 24", "old 24");
    server.queries.trouble = "Nothing listens at 192.0.2.8:104: start the PACS.";
    server.queries.tell(
        new QueryProgress("main", QueryProgress.State.RETRIEVING, 12, 3, 0, 2, "words"));
    assertThat(page.locator(".toast"))
        .containsText("main: 12 studies found, 2 here already, 3 fetched, 0 failed");
    assertThat(page.locator("#query-hours")).hasValue("24");
    server.queries.tell(
        new QueryProgress(
            "main", QueryProgress.State.FAILED, 12, 3, 1, 2, "The PACS could not send."));
    assertThat(page.locator(".toast")).containsText("The PACS could not send.");
    assertThat(page.locator("#queries .cause")).containsText("main: Nothing listens at 192.0.2.8");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("query.png")));

    page.locator("#unfetched").click();
    assertThat(page.locator("dialog.drawer")).containsText("5 attempts");
    assertThat(page.locator("dialog.drawer")).containsText("The PACS could not send.");
  }

  @Test
  void whoIsNoAdminSeesWhenButCannotAsk() {
    open("user", "");
    assertThat(page.locator("#next-query")).containsText("in ");
    assertThat(page.locator("#query-form")).isHidden();
    assertThat(page.locator("#queries .cause")).containsText("2 studies could not be fetched");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ro"})
  void aPhoneNeedsNoSidewaysScrollingInAnyState(String language) {
    page.setViewportSize(360, 780);
    page.addInitScript("localStorage.setItem('xv.lang', '" + language + "')");
    page.routeWebSocket("**/ws*", WebSocketRoute::close);
    open("admin", "");
    assertThat(page.locator("#offline")).isVisible();
    assertThat(Browsers.tooWide(page)).isEmpty();

    page.locator("[data-key=l]").first().click();
    assertThat(page.locator(".toast")).isVisible();
    assertThat(Browsers.tooWide(page)).isEmpty();
    page.navigate(page.url() + "?region=pelvis");
    assertThat(page.locator(".strays li")).isVisible();
    assertThat(Browsers.tooWide(page)).isEmpty();
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("phone.png")));
  }

  @Test
  void aCardKeepsFocusAndFoldsWhenItIsRenewed() {
    open("admin", "?region=spine");
    assertThat(page.locator("#live")).hasText("Live");
    Locator card = page.locator(".card");
    card.locator("summary").first().click();
    Locator journal = button(card, "Journal");
    journal.focus();

    server.engine.requeue("1.2.3.21");

    assertThat(card.locator(".strays li")).hasAttribute("data-status", "requeue");
    assertThat(button(card, "Journal")).isFocused();
    assertThat(card.locator("details").first()).hasAttribute("open", "");
  }

  @Test
  void keysActOnTheCardWithTheFocusUntilTheyAreSwitchedOff() {
    open("admin", "?region=pelvis");
    page.keyboard().press("l");
    page.keyboard().press("j");
    assertThat(page.locator(".card")).isFocused();
    assertThat(status(30)).isEqualTo("done");
    page.evaluate("localStorage.setItem('xv.keys', 'off')");
    page.keyboard().press("l");
    page.evaluate("localStorage.removeItem('xv.keys')");
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog.viewer")).isVisible();
    page.keyboard().press("Escape");
    assertThat(status(30)).isEqualTo("done");
    page.keyboard().press("l");
    assertThat(page.locator(".toast")).containsText("Queued again");
  }
}
