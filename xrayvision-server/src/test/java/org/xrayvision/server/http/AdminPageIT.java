/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.server.e2e.Browsers;
import org.xrayvision.server.http.PageBench.Look;

/** The page Admin in a real browser: queue, region tester, configuration. */
final class AdminPageIT {
  @TempDir private static Path folder;
  private static PageBench bench;

  @BeforeAll
  static void start() {
    bench = new PageBench(new TestServer(folder));
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @AfterEach
  void end() {
    bench.endOfTest();
  }

  @Test
  void theQueueIsSuspendedAfterAQuestionAndResumedWithoutOne() {
    Page page = bench.open("admin", "/admin#queue");
    assertThat(page.locator("[data-state=queued]")).containsText("queued");
    assertThat(page.locator("[data-state=queued] td").first()).hasText("1");

    page.locator("#suspend").click();
    Locator question = page.locator("dialog.ask");
    assertThat(question).containsText("Suspend analysis?");
    page.keyboard().press("Escape");
    assertThat(question).hasCount(0);
    assertThat(page.locator("#suspended")).hasCount(0);

    page.locator("#suspend").click();
    page.locator("#ask-yes").click();
    assertThat(page.locator("#suspended")).containsText("Analysis is suspended since");
    assertThat(bench.server.engine.operations().suspendedSince()).isPresent();

    Page dashboard = bench.open("user", "/about");
    dashboard.navigate(bench.server.origin() + "/");
    assertThat(dashboard.locator("#trouble")).containsText("Analysis is suspended since");

    page.locator("#resume").click();
    assertThat(page.locator("#suspend")).isVisible();
    assertThat(page.locator("#suspended")).hasCount(0);
    assertThat(bench.server.engine.operations().suspendedSince()).isEmpty();
  }

  @Test
  void errorsAreListedWithTheirReasonAndTriedAgain() {
    Page page = bench.open("admin", "/admin#queue");
    assertThat(page.locator("[data-error='1.2.3.5']")).containsText("Torace PA");

    page.locator("#retry").click();

    assertThat(page.locator(".toast")).containsText("1 stay: their objects are not there any more");
    page.locator("#show-refusals").click();
    assertThat(page.locator("dialog.drawer")).containsText("Nothing was refused");
  }

  @Test
  void aProtocolIsTypedAndReadAndTheAddressCanBeShared() {
    Page page = bench.open("admin", "/admin#regions");
    assertThat(page.locator("#reading")).containsText("Type a protocol name");

    page.locator("#protocol").fill("Genunchi stang fata");

    assertThat(page.locator("[data-region=knee]")).hasText("knee");
    assertThat(page.locator("#reading")).containsText("frontal");
    assertThat(page.locator("#reading")).containsText("effusion");
    assertThat(page).hasURL(Pattern.compile(".*protocol=Genunchi.*#regions"));
    page.reload();
    assertThat(page.locator("[data-region=knee]")).isVisible();

    page.locator("#protocol").fill("<img src=x onerror=alert(1)>");
    assertThat(page.locator("#reading")).containsText("no rule matches");
    assertThat(page.locator("#reading")).containsText("ignored");
  }

  @Test
  void theConfigurationIsSearchedAndHidesSecrets() {
    Page page = bench.open("admin", "/admin#config");
    Locator title = page.locator("[data-config='dicom.AE_TITLE']");
    assertThat(title).containsText("XRAYVISION");
    assertThat(page.locator("tr[data-config]").first()).isVisible();

    page.locator("input[name=filter]").fill("severity_threshold");
    assertThat(page.locator("tr[data-config]")).hasCount(1);
    page.locator("input[name=filter]").fill("there is no such key");
    assertThat(page.locator("[data-empty]")).isVisible();
    page.locator("input[name=filter]").fill("");
    page.locator("input[name=set]").check();
    assertThat(page.locator("[data-from=shipped], [data-from=default]")).hasCount(0);
  }

  @Test
  void aTabThatFailsSaysSoAndIsTriedAgain() {
    Page page = bench.open("admin", "/admin#regions");
    page.route(
        "**/api/queue**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/json")
                    .setBody("{\"error\":\"the database is busy\"}")));
    page.locator("[data-tab=queue]").click();
    assertThat(page.locator("#panel")).containsText("the database is busy");

    page.unroute("**/api/queue**");
    page.locator("#panel .nil button").click();

    assertThat(page.locator("#suspend")).isVisible();
    assertThat(page.locator("[data-tab=queue]")).hasAttribute("aria-current", "page");
  }

  @ParameterizedTest
  @CsvSource({
    "queue, en-GB, 360, light",
    "queue, ro-RO, 1280, dark",
    "config, ro-RO, 360, dark",
    "config, en-GB, 2560, light",
    "regions, ro-RO, 2560, light"
  })
  void itFitsEveryWindowInBothLanguagesAndThemes(
      String tab, String locale, int width, String theme) {
    Page page = bench.open("admin", "/admin#" + tab, new Look(locale, width, theme));

    assertThat(page.locator("#panel-title")).isVisible();
    assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
    assertThat(Browsers.tooWide(page)).isEmpty();
    PageBench.picture(page, "admin-" + tab + "-" + theme + "-" + width + "-" + locale);
  }
}
