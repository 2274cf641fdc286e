/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.server.e2e.Browsers;

/** What waits for an acknowledgement, on the page in a real browser. */
final class AlarmIT {
  @TempDir private static Path folder;
  private static TestServer server;
  private static Playwright playwright;
  private static Browser browser;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    server.close();
  }

  private Page open(BrowserContext context, String user) {
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.navigate(server.origin() + "/login.html");
    page.locator("input[name=user]").fill(user);
    page.locator("input[name=password]").fill(TestServer.PASSWORD);
    page.locator("button[type=submit]").click();
    page.waitForURL(server.origin() + "/");
    page.locator("#total").waitFor();
    return page;
  }

  private static BrowserContext context(String language) {
    BrowserContext context = browser.newContext();
    context.addInitScript("localStorage.setItem('xv.lang', '" + language + "')");
    return context;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|e-1|1 positive finding waits for an acknowledgement|others are told at|Acknowledged.",
        "ro|r-1|1 rezultat pozitiv așteaptă confirmare|alții sunt anunțați la|Confirmat.",
      })
  void whatWaitsIsCountedAndGoesWhenItIsAcknowledged(
      String language, String id, String waits, String escalates, String done) throws SQLException {
    AlertApiTest.raise(folder, id, "1.2.3.1", 8, Instant.now().minusSeconds(300));
    try (BrowserContext context = context(language)) {
      Page page = open(context, "user");
      Locator alarm = page.locator("#alarm");
      assertThat(alarm).containsText(waits);
      assertThat(alarm).containsText("5 min");
      assertThat(alarm).containsText(escalates);

      page.locator("#alarm-ack").click();

      assertThat(page.locator(".toast")).containsText(done);
      assertThat(alarm).isHidden();
    }
    assertThat(server.engine.alert(id).orElseThrow().acknowledgedBy()).isEqualTo("user");
    assertThat(complaints).isEmpty();
  }

  @Test
  void ofSeveralEachIsAcknowledgedAtItsCardAndOtherPagesFollow() throws SQLException {
    AlertApiTest.raise(folder, "s-1", "1.2.3.1", 8, Instant.now());
    AlertApiTest.raise(folder, "s-2", "1.2.3.2", 7, Instant.now());
    try (BrowserContext context = context("en");
        BrowserContext other = context("en")) {
      Page page = open(context, "user");
      Page wall = open(other, "admin");
      assertThat(page.locator("#alarm")).containsText("2 positive findings wait");
      assertThat(wall.locator("#alarm")).containsText("2 positive findings wait");
      assertThat(page.locator("#alarm-ack")).isHidden();
      assertThat(page.locator("button[data-key=x]")).hasCount(2);

      page.locator(".card")
          .filter(new Locator.FilterOptions().setHas(button(page)))
          .first()
          .focus();
      page.keyboard().press("x");

      assertThat(page.locator("button[data-key=x]")).hasCount(1);
      assertThat(wall.locator("#alarm")).containsText("1 positive finding waits");
      button(page).first().click();
      assertThat(page.locator("#alarm")).isHidden();
      assertThat(wall.locator("#alarm")).isHidden();
    }
    assertThat(complaints).isEmpty();
  }

  private static Locator button(Page page) {
    return page.locator("button[data-key=x]");
  }
}
