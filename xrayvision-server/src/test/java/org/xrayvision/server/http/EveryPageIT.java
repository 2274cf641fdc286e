/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.e2e.AxeCheck;
import org.xrayvision.server.e2e.Browsers;

/** All pages that the server has, as {@link PageRoutes} lists them, and the log-in. */
final class EveryPageIT {
  @TempDir private static Path folder;
  private static TestServer server;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    server = new TestServer(folder, 0, limits -> limits, FigureData.ROWS);
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    server.close();
  }

  private static BrowserContext context(String theme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
    context.addInitScript("localStorage.setItem('xv.theme', '" + theme + "')");
    return context;
  }

  /** Open what is folded, so that it is looked at too. */
  private static void unfold(Page page) {
    page.locator("details > summary:visible")
        .all()
        .forEach(
            summary -> {
              Locator details = summary.locator("..");
              if (details.getAttribute("open") == null) {
                summary.click();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void noPageKeepsAnybodyOut(String theme) {
    List<String> violations = new ArrayList<>();
    try (BrowserContext context = context(theme)) {
      Page page = context.newPage();
      page.navigate(server.origin() + "/login.html");
      page.locator("input[name=user]").first().waitFor();
      AxeCheck.violations(page).forEach(one -> violations.add("/login.html: " + one));
      String[] pair = server.logIn("admin").split("=", 2);
      context.addCookies(List.of(new Cookie(pair[0], pair[1]).setUrl(server.origin())));
      for (PageRoutes.Page one : PageRoutes.PAGES) {
        page.navigate(server.origin() + one.path());
        page.locator("#main:not(:has([aria-busy])) > :nth-child(3)")
            .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        page.waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page).hasTitle(java.util.regex.Pattern.compile(".+ · XRayVision"));
        unfold(page);
        AxeCheck.violations(page).forEach(found -> violations.add(one.path() + ": " + found));
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void whatKeepsSomebodyOutIsSeen() {
    try (BrowserContext context = context("light")) {
      Page page = context.newPage();
      page.setContent(
          "<main><img src='x.png'><p style='color:#ccc;background:#fff'>some words</p></main>");

      assertThat(AxeCheck.violations(page))
          .anyMatch(one -> one.startsWith("image-alt (critical): img"))
          .anyMatch(one -> one.startsWith("color-contrast (serious): p"));
    }
  }
}
