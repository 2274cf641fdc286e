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

  /** Somebody's window of a page, logged in. */
  private static Page open(BrowserContext context, String path) {
    String[] pair = server.logIn("admin").split("=", 2);
    context.addCookies(List.of(new Cookie(pair[0], pair[1]).setUrl(server.origin())));
    Page page = context.newPage();
    page.navigate(server.origin() + path);
    return page;
  }

  private static List<String> violations(Page page, String where) {
    return AxeCheck.violations(page).stream().map(found -> where + ": " + found).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void noTabOfAdminKeepsAnybodyOut(String theme) {
    List<String> violations = new ArrayList<>();
    try (BrowserContext context = context(theme)) {
      Page page = open(context, "/admin");
      page.locator("[data-ready=yes]").waitFor();
      List<Locator> tabs = page.locator("[data-tab]").all();
      assertThat(tabs).hasSize(8);
      for (Locator tab : tabs) {
        tab.click();
        assertThat(tab).hasAttribute("aria-current", "page");
        assertThat(page.locator("#panel > section:not([aria-busy])")).isVisible();
        assertThat(page.locator("#panel [role=alert]")).hasCount(0);
        violations.addAll(violations(page, tab.getAttribute("data-tab")));
      }
      page.locator("[data-tab=queue]").click();
      page.locator("#suspend").click();
      assertThat(page.locator("dialog.ask")).isVisible();
      violations.addAll(violations(page, "a question"));
    }
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void nothingThatIsOpenedOnTheDashboardKeepsAnybodyOut(String theme) {
    List<String> violations = new ArrayList<>();
    try (BrowserContext context = context(theme)) {
      Page page = open(context, "/?search=1.2.3.1");
      page.locator(".card button.pic").first().click();
      assertThat(page.locator("dialog.viewer .pane img")).isVisible();
      page.keyboard().press("?");
      violations.addAll(violations(page, "viewer"));
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog")).hasCount(0);
      for (String part : List.of(".card [data-key=o]", ".card [data-key=runs]", "#refusals")) {
        page.locator(part).click();
        violations.addAll(opened(page, part));
      }
      page.locator(".menu summary").click();
      assertThat(page.locator("#logout")).isVisible();
      violations.addAll(violations(page, "menu"));
      page.locator("#plugins").click();
      violations.addAll(opened(page, "plugins"));
      page.locator("#unfetched").click();
      violations.addAll(opened(page, "unfetched"));
      page.locator(".card").focus();
      page.keyboard().press("?");
      violations.addAll(opened(page, "keys"));
    }
    assertThat(violations).isEmpty();
  }

  private static List<String> opened(Page page, String part) {
    assertThat(page.locator("dialog[open]")).isVisible();
    List<String> violations = violations(page, part);
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    return violations;
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
