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
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.server.e2e.AxeCheck;
import org.xrayvision.server.e2e.Browsers;

/** The check page in a real browser; the demo shows it with a reader that answers. */
final class CheckIT {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String HOSTILE = "<img src=x onerror=\\\"document.title='hacked'\\\">";
  private static final String ASSESSED =
      "{\"pathologic\":\"yes\",\"severity\":7,\"summary\":\"pulmonary opacity " + HOSTILE + "\"}";
  private static final String JUDGED =
      """
      {"first_pass":{"topic":"Chest radiograph.","purpose":"describe an opacity",
        "primary_findings":"opacity, right lower field"},
       "second_pass":{"main_points":["one focal lesion"],"supporting_evidence":["measured"],
        "conclusions_valid":false},
       "third_pass":{"assumptions":["upright film"],"missing_info":["no comparison"],
        "critique":"No conclusion."},
       "overall_assessment":"Incomplete."}
      """;

  @TempDir private static Path folder;
  private static TestServer server;
  private static Playwright playwright;
  private static Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private BrowserContext context;
  private Page page;

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

  @BeforeEach
  void open() {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
    String[] pair = server.logIn("user").split("=", 2);
    context.addCookies(List.of(new Cookie(pair[0], pair[1]).setUrl(server.origin())));
    page = context.newPage();
    page.onPageError(complaints::add);
  }

  @AfterEach
  void closeWithoutComplaints() {
    context.close();
    assertThat(complaints).as("errors on the page").isEmpty();
  }

  private void show() {
    page.navigate(server.origin() + "/check");
    page.locator("#text").waitFor();
  }

  private void answer(String path, int status, String body) {
    page.route(
        "**" + path,
        route -> {
          asked.add(path);
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(status)
                  .setContentType("application/json")
                  .setBody(body));
        });
  }

  private void allAnswer() {
    answer("/api/check", 200, ASSESSED);
    answer("/api/analyse", 200, JUDGED);
    answer("/api/translate", 200, "{\"translation\":\"Rounded opacity.\"}");
  }

  @Test
  void aTextIsAssessedJudgedAndTranslatedEachWithItsTime() {
    allAnswer();
    show();
    assertThat(page.locator("#go")).isDisabled();
    page.locator("#text").fill("Opacitate rotundă.");
    page.locator("#go").click();

    assertThat(page.locator("#assess")).containsText("Pathologic · severity 7 of 10 · marked");
    assertThat(page.locator("#assess")).containsText("<img src=x");
    assertThat(page.locator("#assess img")).hasCount(0);
    assertThat(page.locator("#critique")).containsText("conclusions do not follow");
    assertThat(page.locator("#critique")).containsText("no comparison");
    assertThat(page.locator("#critique")).containsText("Overall: Incomplete.");
    assertThat(page.locator("#translate")).containsText("Rounded opacity.");
    for (String panel : List.of("assess", "critique", "translate")) {
      assertThat(page.locator("#" + panel + " .n"))
          .hasText(java.util.regex.Pattern.compile("\\d+\\.\\d s"));
    }
    assertThat(page).hasTitle("Check · XRayVision");
    assertThat(page.url()).isEqualTo(server.origin() + "/check");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("check.png")));

    page.locator("#clear").click();
    assertThat(page.locator("#assess")).isHidden();
    assertThat(page.locator("#text")).hasValue("");
    assertThat(page.locator("#text")).isFocused();
  }

  @Test
  void oneMayFailAloneAndIsAskedAgain() {
    allAnswer();
    page.unroute("**/api/translate");
    answer("/api/translate", 502, "{\"error\":\"The report reader failed; try again.\"}");
    show();
    page.locator("#text").fill("Normal.");
    page.locator("#go").click();

    Locator failed = page.locator("#translate [role=alert]");
    assertThat(failed).containsText("The report reader failed");
    assertThat(page.locator("#assess")).containsText("Pathologic");
    assertThat(AxeCheck.violations(page)).isEmpty();
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("check-partial.png")));
    page.unroute("**/api/translate");
    answer("/api/translate", 200, "{\"translation\":\"Normal indeed.\"}");
    asked.clear();

    failed.getByText("Try again", new Locator.GetByTextOptions().setExact(true)).click();

    assertThat(page.locator("#translate")).containsText("Normal indeed.");
    assertThat(asked).containsExactly("/api/translate");
  }

  @Test
  void onlyWhatIsChosenIsAsked() {
    allAnswer();
    show();
    page.locator("[data-what=critique]").click();
    page.locator("#text").fill("Normal.");
    page.locator("#text").press("Control+Enter");

    assertThat(page.locator("#critique")).containsText("Chest radiograph");
    assertThat(page.locator("#assess")).isHidden();
    assertThat(asked).containsExactly("/api/analyse");
  }

  @Test
  void withoutAReaderEachSaysSo() {
    show();
    page.locator("#text").fill("Normal.");
    page.locator("#go").click();

    assertThat(page.locator("[role=alert]")).hasCount(3);
    assertThat(page.locator("#assess [role=alert]")).containsText("No report reader can be asked");
  }

  @Test
  void theLimitIsShownAndKept() {
    show();
    assertThat(page.locator("#count")).hasText("0.0 of 32 KiB");
    page.locator("#text").fill("ă".repeat(16 * 1024));
    assertThat(page.locator("#count")).hasText("32.0 of 32 KiB");
    assertThat(page.locator("#go")).isEnabled();
    page.locator("#text").fill("ă".repeat(16 * 1024 + 1));
    assertThat(page.locator("#count")).containsText("at most 32 KiB");
    assertThat(page.locator("#go")).isDisabled();
    assertThat(page.locator("#limits")).containsText("not stored");
  }

  @ParameterizedTest
  @CsvSource({"360,ro,light", "2560,en,dark"})
  void itFitsAPhoneAndAWall(int width, String language, String theme) {
    allAnswer();
    page.setViewportSize(width, 900);
    page.addInitScript(
        "localStorage.setItem('xv.theme', '%s'); localStorage.setItem('xv.lang', '%s')"
            .formatted(theme, language));
    show();
    page.locator("#text").fill("Opacitate rotundă. ".repeat(40));
    page.locator("#go").click();
    assertThat(page.locator("#translate")).containsText("Rounded opacity.");

    assertThat(page.evaluate("document.scrollingElement.scrollWidth - innerWidth")).isEqualTo(0);
    assertThat(Browsers.tooWide(page)).isEmpty();
    assertThat(page.locator("body").innerText()).doesNotContainPattern("\\b(chk|nav)\\.[a-z]");
    assertThat(AxeCheck.violations(page)).isEmpty();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PICTURES.resolve("check-" + width + ".png"))
            .setFullPage(true));
  }
}
