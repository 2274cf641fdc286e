/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.e2e.AxeCheck;
import org.xrayvision.server.e2e.Browsers;

/** Statistics, Radiologists, Diagnostics and Insights in a real browser, over invented exams. */
final class FiguresIT {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String YEAR = "from=2026-01&to=2026-11";
  private static final List<String> PATHS =
      List.of("/stats", "/stats/radiologists", "/stats/diagnostics", "/stats/insights");

  @TempDir private static Path folder;
  private static TestServer server;
  private static Playwright playwright;
  private static Browser browser;
  private static String admin;
  private static String user;
  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

  @BeforeAll
  static void start() throws SQLException {
    server = new TestServer(folder, 0, limits -> limits, FigureData.ROWS);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : FigureData.SECOND_LOOKS) {
        statement.executeUpdate(sql);
      }
    }
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
    admin = session(server, "admin");
    user = session(server, "user");
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    server.close();
  }

  @AfterEach
  void closeWithoutComplaints() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).as("errors on the page").isEmpty();
  }

  /** The name and the value of the cookie. */
  private static String session(TestServer at, String name) {
    return at.logIn(name);
  }

  private Page page(TestServer at, String cookie, int width, String theme, String language) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
    contexts.add(context);
    String[] pair = cookie.split("=", 2);
    context.addCookies(
        List.of(new com.microsoft.playwright.options.Cookie(pair[0], pair[1]).setUrl(at.origin())));
    context.addInitScript(
        "localStorage.setItem('xv.theme', '%s'); localStorage.setItem('xv.lang', '%s')"
            .formatted(theme, language));
    Page page = context.newPage();
    page.onPageError(complaints::add);
    return page;
  }

  private Page page(String cookie) {
    return page(server, cookie, 1280, "dark", "en");
  }

  private static void open(Page page, String path) {
    page.navigate(server.origin() + path);
    page.locator("#figures:not([aria-busy]) > *").first().waitFor();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** How many colours a canvas shows, and how much of it is painted at all. */
  private static double[] painted(Locator canvas) {
    @SuppressWarnings("unchecked") // two numbers are what the script makes
    List<Number> seen =
        (List<Number>)
            canvas.evaluate(
                """
                canvas => {
                  const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  const colours = new Set();
                  let painted = 0;
                  for (let i = 0; i < all.length; i += 4) {
                    if (all[i + 3] > 200) {
                      painted++;
                      colours.add((all[i] << 16) | (all[i + 1] << 8) | all[i + 2]);
                    }
                  }
                  return [colours.size, painted / (all.length / 4)];
                }
                """);
    return seen.stream().mapToDouble(Number::doubleValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void everyChartIsDrawn(String theme) {
    Page page = page(server, admin, 1280, theme, "en");
    int charts = 0;
    for (String path : PATHS) {
      open(page, path + "?" + YEAR);
      for (Locator canvas : page.locator("canvas").all()) {
        double[] seen = painted(canvas);
        assertThat(seen[0]).as("colours of a chart of " + path).isGreaterThan(3);
        assertThat(seen[1]).as("paint of a chart of " + path).isGreaterThan(0.004);
        charts++;
      }
      assertThat(page.locator(".fig .nil")).hasCount(0);
      assertThat(page.locator("[aria-current=page]").first()).isVisible();
      String name = path.substring(1).replace('/', '-') + "-" + theme + ".png";
      page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve(name)).setFullPage(true));
    }
    assertThat(charts).isEqualTo(5 + 1 + 1 + 7);
  }

  @Test
  void includedAndExcludedAddUpAndTheUnitCanBeSwitched() {
    Page page = page(admin);
    open(page, "/stats?" + YEAR);
    String readings = page.locator("#account b").innerText();
    assertThat(readings).matches("[\\d,]+ readings = [\\d,]+ included \\+ [\\d,]+ excluded");
    page.locator("#account summary").click();
    assertThat(page.locator("#account td")).not().hasCount(0);
    assertThat(page.locator("#account")).containsText("no radiologist report yet");
    assertThat(page.locator("#tile-snsi .ci")).containsText("95 %: ");
    assertThat(page.locator("#tile-snsi .k")).containsText("n ");

    button(page, "Exams").click();

    assertThat(page.locator("#account b")).containsText(" exams = ");
    assertThat(page).hasURL(server.origin() + "/stats?unit=exam&" + YEAR);
    assertThat(button(page, "Exams")).hasAttribute("aria-pressed", "true");
    page.goBack();
    assertThat(page.locator("#account b")).hasText(readings);
  }

  @Test
  void filtersStandInTheAddressAndMakeTheSameViewForSomebodyElse() {
    Page page = page(admin);
    open(page, "/stats?" + YEAR);
    String all = page.locator("#account b").innerText();
    page.locator("select[name=region]").selectOption("hand");
    assertThat(page.locator("#account b")).not().hasText(all);
    page.locator("[data-by=model]").click();
    assertThat(page.locator("#matrices h2")).hasText("Agreement by model and prompt");
    assertThat(page.url()).contains("region=hand", "by=model", YEAR);
    String part = page.locator("#account b").innerText();

    Page other = page(user);
    open(other, page.url().substring(server.origin().length()));

    assertThat(other.locator("#account b")).hasText(part);
    assertThat(other.locator("select[name=region]")).hasValue("hand");
    assertThat(other.locator("input[name=from]")).hasValue("2026-01-01");
    assertThat(other.locator("input[name=to]")).hasValue("2026-11-30");
    assertThat(other.locator("#matrices tbody tr")).hasCount(4);
    other.locator("#clear").click();
    assertThat(other).hasURL(server.origin() + "/stats?by=model");
  }

  @Test
  void daysAreChosenByAPresetOrByDateAndStandInTheAddress() {
    Page page = page(admin);
    page.clock().setFixedTime("2026-11-15T12:00:00");
    open(page, "/stats/insights?unit=exam");
    String all = page.locator("#account b").innerText();

    button(page, "30 days").click();

    assertThat(page)
        .hasURL(server.origin() + "/stats/insights?unit=exam&from=2026-10-17&to=2026-11-15");
    assertThat(button(page, "30 days")).hasAttribute("aria-pressed", "true");
    assertThat(button(page, "7 days")).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("#account b")).not().hasText(all);
    int counted =
        server
            .as("user")
            .get("/api/stats/quality?unit=exam&from=2026-10-17&to=2026-11-15")
            .json()
            .get("total")
            .asInt();
    assertThat(counted).isBetween(10, 60);
    assertThat(page.locator("#account b")).containsText(counted + " exams = ");

    page.locator("input[name=to]").fill("2026-10-20");
    page.waitForURL("**/stats/insights?unit=exam&from=2026-10-17&to=2026-10-20");
    assertThat(button(page, "30 days")).hasAttribute("aria-pressed", "false");
    // The address is there before the figures are.
    page.locator("#figures:not([aria-busy]) > *").first().waitFor();
    String few = page.locator("#account b").innerText();
    Page other = page(user);
    open(other, page.url().substring(server.origin().length()));
    assertThat(other.locator("#account b")).hasText(few);
    button(page, "This year").click();
    page.waitForURL("**/stats/insights?unit=exam&from=2026-01-01&to=2026-11-15");
    page.locator("#clear").click();
    assertThat(page.locator("#account b")).hasText(all);
  }

  @Test
  void whatIsNotDefinedIsASentenceAndFewAreMarked() {
    Page page = page(admin);
    open(page, "/stats?" + YEAR + "&region=mandible");

    assertThat(page.locator("#roc .nil")).containsText("All 9 are negative");
    assertThat(page.locator("#roc canvas")).hasCount(0);
    assertThat(page.locator("#tile-snsi")).containsText("— undefined");
    assertThat(page.locator("#tile-snsi")).containsText("no positives");
    assertThat(page.locator("#tile-spci")).containsText("few");
    assertThat(page.locator("#tile-spci .wh")).hasClass("wh few");
    assertThat(page.locator("#matrices tbody tr").first()).containsText("mandible · few");
    assertThat(page.locator("#matrices tbody tr").first()).containsText("— no positives");
    assertThat(page.locator("main")).not().containsText("NaN");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("stats-few.png")));
  }

  private static Path saved(Page page, String button) {
    Download download = page.waitForDownload(() -> button(page, button).click());
    Path file = folder.resolve(download.suggestedFilename());
    download.saveAs(file);
    return file;
  }

  @Test
  void aChartIsSavedAsAPictureWithItsTitle() throws IOException {
    Page page = page(admin);
    open(page, "/stats?" + YEAR);

    Path file = saved(page, "Sensitivity and specificity by month: PNG");

    assertThat(file).hasFileName("trend-reading-2026-01-2026-11.png");
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isGreaterThan(400);
    assertThat(picture.getHeight()).isGreaterThan(400);
    Set<Integer> colours = new HashSet<>();
    boolean title = false;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y));
        title |= y < 40 && picture.getRGB(x, y) != picture.getRGB(0, 0);
      }
    }
    assertThat(colours).hasSizeGreaterThan(20);
    assertThat(title).as("the title above the chart").isTrue();
    assertThat(picture.getColorModel().hasAlpha() ? picture.getRGB(2, 2) >>> 24 : 255)
        .isEqualTo(255);
  }

  @Test
  void aChartsDataAreSavedAsTheServerGaveThem() throws IOException {
    Page page = page(admin);
    open(page, "/stats?" + YEAR + "&unit=exam");

    List<String> lines =
        Files.readAllLines(saved(page, page.locator("#roc h2").innerText() + ": CSV"));

    assertThat(lines.get(0))
        .isEqualTo("\ufeffThreshold,Sensitivity,95 % low,95 % high,1 − specificity");
    assertThat(lines).hasSize(13);
    var roc = server.as("admin").get("/api/stats/quality?unit=exam&" + YEAR).json().get("roc");
    String[] fifth = lines.get(1 + 6).split(",", -1);
    assertThat(fifth[0]).isEqualTo(roc.get(6).get("threshold").asText());
    assertThat(Double.parseDouble(fifth[1])).isEqualTo(roc.get(6).get("tpr").asDouble());
    assertThat(Double.parseDouble(fifth[4])).isEqualTo(roc.get(6).get("fpr").asDouble());

    lines = Files.readAllLines(saved(page, "Severity, AI less radiologist: CSV"));
    assertThat(lines).contains("-10,0").hasSize(22);
  }

  @Test
  void textsOfOthersStayTextsOnThePageAndInTheFile() throws IOException {
    Page page = page(admin);
    open(page, "/stats/diagnostics?" + YEAR);

    assertThat(page.locator("#table")).containsText("<img src=x onerror");
    assertThat(page.locator("#table img")).hasCount(0);
    assertThat(page).hasTitle("Diagnostics · XRayVision");
    String file = Files.readString(saved(page, "Diagnostics: CSV"));
    assertThat(file).contains("\"'=HYPERLINK(\"\"http://192.0.2.1\"\",\"\"x\"\")\"");
    assertThat(file.lines()).noneMatch(line -> line.matches("^[\"\ufeff]*[=+@-].*"));
  }

  @Test
  void diagnosesAreSortedByWhatOneAsksPeopleByNameOnly() {
    Page page = page(admin);
    open(page, "/stats/diagnostics?" + YEAR);
    Locator first = page.locator("#table tbody th").first();
    assertThat(first).hasText("normal");
    page.locator("[data-sort=name]").click();
    assertThat(first).not().hasText("normal");
    assertThat(page.locator("[data-sort=name]")).isFocused();
    assertThat(page.locator("[aria-sort=ascending]")).hasCount(1);

    open(page, "/stats/radiologists?" + YEAR);
    assertThat(page.locator("#table tbody th"))
        .hasText(
            new String[] {
              "Dr. Ana Zidaru",
              "Dr. Andreea Marin · few",
              "Dr. Mihai Olaru",
              "Dr. Radu Stoica · few",
              "Dr. Zoe Albu"
            });
    assertThat(page.locator("#table th button")).hasCount(0);
    assertThat(page.locator("#table tbody tr").first()).containsText("n ");
    assertThat(page.locator("#note")).containsText("Sorted by name");
  }

  @Test
  void aMaskedReaderSeesInitialsOnThePageAndInTheFile() throws IOException {
    Page page = page(user);
    open(page, "/stats/radiologists?" + YEAR);

    assertThat(page.locator("#masked")).isVisible();
    assertThat(page.locator("#table tbody th").first()).hasText("A.M. · few");
    String all = page.content() + Files.readString(saved(page, "Radiologists: CSV"));
    all += Files.readString(saved(page, "Reports by month: CSV"));
    assertThat(all).doesNotContain("Zidaru", "Albu", "Olaru", "Stoica", "Marin");
  }

  @Test
  void aSecondLookSaysWhatCameOfIt() {
    Page page = page(admin);
    open(page, "/stats/insights?" + YEAR);
    Locator looks = page.locator("#looks");
    assertThat(looks.locator(".n")).containsText("n = 2 exams · 4 looks in all");
    assertThat(looks.locator(".n")).containsText("took 4.0 s less on average");
    looks.locator("summary").click();
    assertThat(looks.locator("tbody tr").first()).hasText("same verdict1");
    assertThat(page.locator("#latency")).containsText("95th percentile, s");
    assertThat(page.locator("#latency canvas")).hasAttribute("role", "img");
  }

  @Test
  void anEmptyDatabaseAndAnEmptyChoiceSaySo(@TempDir Path empty) {
    try (TestServer none =
        new TestServer(
            empty,
            0,
            limits -> limits,
            "DELETE FROM rad_reports",
            "DELETE FROM ai_reports",
            "DELETE FROM exams")) {
      Page page = page(none, session(none, "admin"), 1280, "dark", "en");
      for (String path : PATHS) {
        page.navigate(none.origin() + path);
        assertThat(page.locator("#figures .nil h2")).hasText("No figures yet");
        assertThat(page.locator("canvas")).hasCount(0);
      }
      page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("stats-empty.png")));
    }
    Page page = page(admin);
    open(page, "/stats?from=1999-01&to=1999-02");
    assertThat(page.locator("#figures .nil h2")).hasText("Nothing in this choice");
    button(page, "Clear all").last().click();
    assertThat(page.locator("#tiles")).isVisible();
  }

  @Test
  void aFailureIsToldAndCanBeTriedAgain() {
    Page page = page(admin);
    for (String path : PATHS) {
      page.route(
          "**/api/stats/**",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(503)
                      .setContentType("application/json")
                      .setBody("{\"error\":\"the database is busy\"}")));
      open(page, path + "?" + YEAR);
      assertThat(page.locator("#figures [role=alert]")).containsText("the database is busy");
      assertThat(page.locator("canvas")).hasCount(0);
      page.unroute("**/api/stats/**");
      button(page, "Try now").click();
      assertThat(page.locator("#account")).isVisible();
    }
    open(page, "/stats?from=2026-99");
    assertThat(page.locator("#figures [role=alert]")).containsText("YYYY-MM");
    assertThat(page.locator("#clear")).isVisible();
  }

  @ParameterizedTest
  @CsvSource({"360,en,dark", "360,ro,light", "2560,en,light", "2560,ro,dark"})
  void nothingSticksOutAndNoWordIsMissing(int width, String language, String theme) {
    Page page = page(server, admin, width, theme, language);
    for (String path : PATHS) {
      open(page, path + "?" + YEAR);
      for (Locator summary : page.locator("#figures summary").all()) {
        summary.click();
      }
      assertThat(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))
          .as(path)
          .isEqualTo(0);
      assertThat(Browsers.tooWide(page)).as(path).isEmpty();
      assertThat(page.locator("html")).hasAttribute("lang", language);
      assertThat(page.locator("body").innerText())
          .as(path)
          .doesNotContainPattern("\\b(fig|nav|chk|f)\\.[a-z]")
          .doesNotContain("NaN", "undefined}", "[object", "{n}", "Infinity");
      if (width == 360) {
        assertThat(AxeCheck.violations(page)).as(path).isEmpty();
      }
      if (language.equals("ro")) {
        assertThat(page.locator("#account b")).containsText(" excluse");
      }
      String name = path.substring(1).replace('/', '-') + "-" + width + "-" + language + ".png";
      page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve(name)).setFullPage(true));
    }
  }

  @Test
  void theKeyboardReachesEverything() {
    Page page = page(admin);
    open(page, "/stats?" + YEAR);
    page.locator("#main").focus();
    page.keyboard().press("Tab");
    assertThat(button(page, "Readings")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator("#account b")).containsText(" exams = ");
    assertThat(button(page, "Exams")).isFocused();

    Locator table = page.locator("#roc details");
    table.locator("summary").focus();
    page.keyboard().press("Enter");
    assertThat(table.locator("tbody tr")).hasCount(12);
    page.keyboard().press("Tab");
    assertThat(table.locator(".tw")).isFocused();
  }
}
