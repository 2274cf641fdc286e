/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.server.e2e.Browsers;
import org.xrayvision.server.http.PageBench.Look;

/** The page About in a real browser. */
final class AboutPageIT {
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
  void anAdminRunsTheSelfTestAndSeesEachResult() {
    Page page = bench.open("admin", "/about");
    Locator tests = page.locator("#selftest");
    assertThat(page.locator(".p-head")).containsText("XRayVision 1.2.3 · Apache-2.0");

    page.locator("#run").click();

    Locator ended = tests.locator("[data-ended=yes]");
    ended.waitFor();
    assertThat(ended.locator("[data-check]")).hasCount(9);
    assertThat(ended.locator("[data-check=disk][data-state=ok]")).containsText("GB free of");
    assertThat(ended.locator("[data-check=model]")).containsText("It answered");
    assertThat(ended.locator("[data-check=pacs][data-state=skipped]"))
        .containsText("no PACS is configured");
    assertThat(ended.locator("[data-check=notifier][data-state=skipped]"))
        .containsText("nobody is told of findings");
    assertThat(tests.locator(".n")).containsText("5 passed, 0 failed, 4 skipped");
    assertThat(page.locator("#run")).isEnabled();

    page.reload();
    assertThat(page.locator("#selftest [data-check]")).hasCount(9);
    PageBench.picture(page, "about-dark-1280");
  }

  @Test
  void aFailureSaysWhatToDoAndWhatRunsIsShownWhileItRuns() {
    Page page = bench.open("admin", "/about");
    page.route(
        "**/api/selftest",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        """
                        {"run":{"id":1,"begun":"2026-11-21T08:52:00Z","ended":null,"results":[
                          {"kind":"pacs","target":"main","state":"failed","code":"failed",
                           "message":"<b>connection refused</b>","advice":"Check it.","millis":2,
                           "facts":{}},
                          {"kind":"model","target":"http://127.0.0.1:8080","state":"running",
                           "code":null,"message":null,"advice":null,"millis":null,"facts":{}},
                          {"kind":"disk","target":null,"state":"waiting","code":null,
                           "message":null,"advice":null,"millis":null,"facts":{}}]}}
                        """)));

    page.locator("#run").click();

    Locator failed = page.locator("[data-check=pacs]");
    assertThat(failed).hasAttribute("data-state", "failed");
    assertThat(failed).containsText("PACS, DICOM echo, main");
    assertThat(failed).containsText("<b>connection refused</b>");
    assertThat(failed).containsText("that it knows our AE title");
    assertThat(page.locator("[data-check=model]")).hasAttribute("data-state", "running");
    assertThat(page.locator("[data-check=disk]")).hasAttribute("data-state", "waiting");
    assertThat(page.locator("#selftest .n")).containsText("1 of 3 done");
    assertThat(page.locator("#run")).isDisabled();
  }

  @Test
  void pluginsEndpointsAndLicencesAreListed() {
    Page page = bench.open("admin", "/about");

    assertThat(page.locator("#plugins [data-plugin=openai]").first())
        .containsText("Installed, not named");
    assertThat(page.locator("#endpoints")).containsText("Primary model");
    assertThat(page.locator("#endpoints")).containsText("XRAYVISION@127.0.0.1:4010");
    assertThat(page.locator("#version")).containsText("0123456789ab");
    assertThat(page.locator("#version")).containsText("SQLite 3.");
    assertThat(page.locator("#spec")).hasAttribute("href", "/api/spec");
    page.locator("#licences").click();
    Locator drawer = page.locator("dialog.drawer");
    assertThat(drawer).containsText("io.undertow:undertow-core");
    page.keyboard().press("Escape");
    assertThat(drawer).hasCount(0);
  }

  @Test
  void othersSeeWhatRunsAndNoButtonsOfAdmins() {
    Page page = bench.open("user", "/about");

    assertThat(page.locator("#version")).containsText("1.2.3");
    assertThat(page.locator("#endpoints")).containsText("Primary model");
    assertThat(page.locator("#run")).hasCount(0);
    assertThat(page.locator("#selftest")).hasCount(0);
    assertThat(page.locator("#plugins")).hasCount(0);
    assertThat(page.locator("header nav a[href='/admin']")).hasCount(0);
  }

  @Test
  void aPartThatFailsSaysSoAloneAndCanBeTriedAgain() {
    Page page = bench.open("admin", "/about");
    page.route("**/api/plugins", route -> route.fulfill(broken()));
    page.reload();
    Locator plugins = page.locator("#plugins");
    assertThat(plugins).containsText("the disk is full");
    assertThat(page.locator("#version")).containsText("1.2.3");

    page.unroute("**/api/plugins");
    plugins.locator("button").click();

    assertThat(plugins.locator("[data-plugin=openai]").first()).isVisible();
  }

  private static Route.FulfillOptions broken() {
    return new Route.FulfillOptions()
        .setStatus(500)
        .setContentType("application/json")
        .setBody("{\"error\":\"the disk is full\"}");
  }

  @ParameterizedTest
  @CsvSource({"en-GB, 360, light", "ro-RO, 1280, light", "ro-RO, 2560, dark", "en-GB, 2560, light"})
  void itFitsEveryWindowInBothLanguagesAndThemes(String locale, int width, String theme) {
    Page page = bench.open("admin", "/about", new Look(locale, width, theme));

    assertThat(page.locator("#version"))
        .containsText(locale.startsWith("ro") ? "Versiune și licențe" : "Version and licences");
    assertThat(page.locator("html")).hasAttribute("data-theme", theme);
    assertThat(Browsers.tooWide(page)).isEmpty();
    PageBench.picture(page, "about-" + theme + "-" + width + "-" + locale);
  }
}
