/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.server.http.Dashboard.button;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.e2e.Browsers;

/** The radiologist's report at the card, counters and filters, beside a hospital that answers. */
final class CardIT {
  @TempDir private static Path folder;
  private static Backends backends;
  private static TestServer server;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    backends = new Backends();
    server = new TestServer(folder, backends::wire);
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    server.close();
    backends.close();
  }

  private static BrowserContext context(String user) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(1280, 900).setLocale("en-GB"));
    String[] cookie = server.logIn(user).split("=", 2);
    context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(server.origin())));
    return context;
  }

  private static Page open(BrowserContext context, String query) {
    Page page = context.newPage();
    page.navigate(server.origin() + "/" + query);
    page.locator("#total").waitFor();
    return page;
  }

  private static String reported() {
    return server.as("admin").get("/api/exams/1.2.3.2").json().at("/report/rad/text").asText();
  }

  @Test
  void aReportIsReadInBothLanguagesAndFetchedAnew() {
    try (BrowserContext context = context("user")) {
      Page page = open(context, "?search=1.2.3.2");
      Locator card = page.locator(".card");
      assertThat(card).containsText("Fractura.");
      assertThat(card).containsText("confidence 86 of 100");
      assertThat(card).containsText("medgemma-4b-it · 6.5 s");
      button(card, "Translation").click();
      assertThat(card).containsText("In English.");
      assertThat(card).containsText("machine translation");
      button(card, "Original").click();
      assertThat(card).not().containsText("In English.");
      String before = reported();
      button(card, "Fetch report").click();
      assertThat(page.locator(".toast")).containsText("Report source:");
      assertThat(reported()).isNotBlank().isNotEqualTo(before);
    }
  }

  @Test
  void countersAndTheAverageTimeAreThoseOfTheServer() {
    try (BrowserContext context = context("admin")) {
      Page page = open(context, "");
      assertThat(page.locator("#live")).hasText("Live");
      assertThat(page.locator("[data-count='cnt.errors']")).hasText("1");
      assertThat(page.locator("[data-count='cnt.ignored']")).hasText("1");
      assertThat(page.locator("[data-count='cnt.now']")).hasText("idle");
      assertThat(page.getByTitle("initials of the patient whose exam is being read"))
          .containsText("Now (initials of the patient whose exam is being read)");
      assertThat(page.locator("[data-count='cnt.queue']")).hasText(Pattern.compile("[1-9]"));
      assertThat(page.locator("#endpoints")).containsText("Average 6.5 s");
      page.locator("[data-count='cnt.errors']").click();
      page.waitForURL("**/?status=error");
      assertThat(page.locator(".card, .slim")).hasCount(1);
    }
  }

  @Test
  void findingAgreementDatesAndModelAreFiltersToo() {
    try (BrowserContext context = context("admin")) {
      Page page = open(context, "");
      page.getByLabel("AI finding").selectOption("yes");
      page.waitForURL("**/?positive=yes");
      page.locator("select[name=correct]").selectOption("yes");
      page.waitForURL(Pattern.compile(".*correct=yes.*"));
      button(page.locator(".filters"), "More").click();
      page.locator("input[name=model]").fill("medgemma-4b-it");
      page.locator("input[name=from]").fill("2026-11-20");
      page.locator("input[name=to]").fill("2026-11-20");
      page.locator("input[name=model]").press("Enter");
      page.waitForURL(Pattern.compile(".*model=medgemma-4b-it.*"));
      assertThat(page.url()).contains("positive=yes", "from=2026-11-20", "to=2026-11-20");
      assertThat(page.locator(".card")).hasCount(1);
      assertThat(page.locator(".card")).hasAttribute("data-key", "1.2.3.2");
      page.locator("select[name=correct]").selectOption("no");
      page.waitForURL(Pattern.compile(".*correct=no.*"));
      assertThat(page.locator(".card")).hasAttribute("data-key", "1.2.3.8");
      page.locator("input[name=to]").fill("2026-11-01");
      page.locator("input[name=from]").fill("2026-11-01");
      page.locator("input[name=from]").press("Enter");
      page.waitForURL(Pattern.compile(".*from=2026-11-01.*"));
      assertThat(page.locator(".nil")).isVisible();
    }
  }
}
