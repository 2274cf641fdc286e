/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.server.http.Dashboard.ai;
import static org.xrayvision.server.http.Dashboard.button;
import static org.xrayvision.server.http.Dashboard.exam;
import static org.xrayvision.server.http.Dashboard.rad;
import static org.xrayvision.server.http.Dashboard.shot;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.e2e.Browsers;

/**
 * The list over ten thousand exams, in a real browser: filters, views, paging, roles, hostile
 * texts.
 */
final class WorkListIT {
  private static final String HOSTILE = "\"><img src=x onerror=\"window.hacked=1\"><b class=evil>";

  /** Names and ids are another: masked texts are without them. */
  private static final String NAME = "<script>window.hacked=1</script><b class=evil>";

  @TempDir private static Path folder;
  private static Dashboard board;

  @BeforeAll
  static void start() throws IOException {
    board =
        new Dashboard(
            folder,
            10_000,
            exam(20, "1.2.4.20", "11-21 11:00", "spine", "done"),
            exam(21, "1.2.4.20", "11-21 11:01", "spine", "done"),
            exam(40, "1.2.4.40", "11-21 10:45", "foot", "done"),
            ai(20, 7),
            ai(21, 0),
            ai(40, 6),
            rad(20, "SR-20", 7),
            rad(21, "SR-20", 7),
            "INSERT INTO patients VALUES ('" + NAME + "', NULL, '" + NAME + "', NULL, 'F')",
            "INSERT INTO exams VALUES ('1.2.3.50', '"
                + NAME
                + "', NULL, '2026-11-19 10:00:00', '"
                + HOSTILE
                + "', 'knee', '"
                + HOSTILE
                + "', 'done', '1.2.4.50', '1.2.5.50')",
            "INSERT INTO ai_reports VALUES ('1.2.3.50', '2026-11-21 11:41:12', '2026-11-21 11:41:13',"
                + " 'FINDINGS: "
                + HOSTILE
                + " IMPRESSION: "
                + HOSTILE
                + "', 1, 86, 7, '"
                + HOSTILE
                + "', '"
                + HOSTILE
                + "', 6.5)",
            "INSERT INTO rad_reports VALUES ('1.2.3.50', '"
                + NAME
                + "', '2026-11-21 12:00:00',"
                + " '2026-11-21 12:00:01', '"
                + HOSTILE
                + "', '"
                + HOSTILE
                + "', 1, 7, '"
                + HOSTILE
                + "', '"
                + HOSTILE
                + "', '"
                + NAME
                + "', '"
                + HOSTILE
                + "', '"
                + HOSTILE
                + "', 2.5)");
    board.sql(
        "UPDATE exam_state SET projection = iif(uid LIKE '%0', 'frontal', 'lateral')"
            + " WHERE uid IN ('1.2.3.20', '1.2.3.21')",
        "UPDATE exam_state SET detail = '" + HOSTILE + "' WHERE uid = '1.2.3.50'");
    board.picture(20, 60);
    board.picture(21, 60);
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  @AfterEach
  void noComplaints() {
    assertThat(board.complaints).as("errors on the page").isEmpty();
  }

  @Test
  void aListOfTenThousandExamsIsPagedAndAnyPageIsAnAddress() {
    Page page = board.page("user");
    board.open(page, "");
    assertThat(page.locator(".pager")).containsText("of ");
    assertThat(page.locator(".card").first()).isVisible();

    page.locator("#page").fill("1000");
    page.locator("#page").press("Enter");
    page.waitForURL("**/?page=1000");
    assertThat(page.locator(".card").first()).containsText("Torace PA");
    button(page.locator(".pager"), "Older").click();
    page.waitForURL("**/?page=1001");
    page.goBack();
    page.waitForURL("**/?page=1000");
    assertThat(page.locator("#page")).hasValue("1000");
    page.context().close();
  }

  @Test
  void everyFilterStandsInTheAddressThatAnotherOpens() {
    Page page = board.page("admin");
    board.open(page, "");
    page.getByLabel("Region").selectOption("spine");
    page.getByLabel("Reviewed").selectOption("yes");
    page.locator("select[name=sev-from]").selectOption("5");
    page.waitForURL(Pattern.compile(".*severity=5-.*"));
    button(page.locator(".filters"), "More").click();
    page.getByLabel("Status").selectOption("done");
    page.waitForURL(Pattern.compile(".*status=done.*"));
    assertThat(page.locator("#more-filters")).isVisible();
    page.locator("input[name=diagnostic]").fill("fracture");
    page.locator("input[name=radiologist]").fill("Dr. Radu Stoica");
    page.locator("input[name=radiologist]").press("Enter");
    page.waitForURL(Pattern.compile(".*diagnostic=fracture.*"));
    assertThat(page.locator(".card")).hasCount(1);
    String key = page.locator(".card").getAttribute("data-key");
    shot(page, "filters");

    Page other = board.page("admin");
    other.navigate(page.url());
    assertThat(other.locator(".card")).hasCount(1);
    assertThat(other.locator(".card")).hasAttribute("data-key", key);
    assertThat(other.locator("select[name=region]")).hasValue("spine");
    assertThat(other.locator("input[name=radiologist]")).hasValue("Dr. Radu Stoica");
    assertThat(other.locator(".active .chip")).hasCount(6);
    other.getByLabel("Remove filter: Diagnosis").click();
    other.waitForURL(Pattern.compile("^((?!diagnostic).)*$"));
    button(other.locator(".active"), "Clear all").click();
    other.waitForURL(board.server.origin() + "/");
    other.context().close();
    page.context().close();
  }

  @Test
  void aViewIsSavedUnderANameAndForgotten() {
    Page page = board.page("user");
    board.open(page, "?region=foot");
    page.locator("#save-view").click();
    page.locator("input[name=view-name]").fill("My feet");
    page.keyboard().press("Enter");
    Locator own = page.locator(".tabs .own");
    assertThat(own.locator("a")).hasAttribute("aria-current", "page");

    board.open(page, "");
    own.locator("a").click();
    page.waitForURL("**/?region=foot");
    assertThat(page.locator(".card").first()).containsText("foot");
    own.getByRole(AriaRole.BUTTON).click();
    assertThat(own).hasCount(0);
    page.context().close();
  }

  @Test
  void viewsAreOneAccountsAndEndWithItsLogOut() {
    Page page = board.page("user");
    board.open(page, "");
    String others = "[[\"Popescu\",\"/?search=popescu\"]]";
    page.evaluate(
        "views => ['xv.views', 'xv.views.named.radiologist', 'xv.views.named.user']"
            + ".forEach(key => localStorage.setItem(key, views))",
        others);
    board.open(page, "?region=foot");
    assertThat(page.locator(".tabs .own")).hasCount(0);
    page.locator("#save-view").click();
    page.locator("input[name=view-name]").fill("My feet");
    page.keyboard().press("Enter");
    assertThat(page.locator(".tabs .own")).hasCount(1);
    String kept = "() => Object.keys(localStorage).filter(key => key.startsWith('xv.views'))";
    assertThat(page.evaluate(kept)).isEqualTo(List.of("xv.views.masked.user"));

    page.locator(".menu summary").click();
    page.locator("#logout").click();
    page.waitForURL("**/login.html*");

    assertThat(page.evaluate(kept)).isEqualTo(List.of());
    page.context().close();
  }

  @Test
  void eachViewSaysHowManyReadingsItHas() {
    Page page = board.page("user");
    board.open(page, "?region=foot");
    page.locator("#save-view").click();
    page.locator("input[name=view-name]").fill("My feet");
    page.keyboard().press("Enter");
    board.open(page, "");
    Locator tabs = page.locator(".tabs a");
    assertThat(tabs).hasCount(7);

    for (int i = 0; i < 7; i++) {
      Locator number = tabs.nth(i).locator("b");
      assertThat(number).hasText(Pattern.compile("[0-9]+\\+?"));
      String shown = number.textContent();
      tabs.nth(i).click();
      assertThat(page.locator(".tabs a[aria-current] b")).hasText(shown);
      String total = page.locator("#total").textContent().replaceAll("\\D", "");
      assertThat(shown).isEqualTo(Integer.parseInt(total) > 999 ? "999+" : total);
    }
    page.context().close();
  }

  @Test
  void aReviewedCardShowsItsVerdictThoughTheFilterLeavesItOut() {
    Page page = board.page("user");
    board.open(page, "?reviewed=no&region=foot&status=done");
    Locator card = page.locator(".card");
    assertThat(card.locator(".mark")).hasClass(Pattern.compile(".*fill.*"));

    card.focus();
    page.keyboard().press("n");
    assertThat(button(card, "Normal")).hasAttribute("aria-pressed", "true");
    assertThat(card.locator(".mark")).not().hasClass(Pattern.compile(".*fill.*"));
    assertThat(card.locator(".sev")).containsText("FP");
    assertThat(page.locator("#total")).hasText(Pattern.compile("0 .*"));

    page.keyboard().press("u");
    assertThat(button(card, "Normal")).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("#total")).hasText(Pattern.compile("1 .*"));
    assertThat(board.server.engine.exam("1.2.3.40").orElseThrow().report().review()).isNull();
    page.context().close();
  }

  @Test
  void whoMayOnlyLookHasNoButtonThatWrites() {
    Page page = board.page("viewer");
    board.open(page, "?region=spine");

    for (String key : List.of("n", "a", "u", "x", "l", "f", "runs")) {
      assertThat(page.locator(".card [data-key='" + key + "']")).hasCount(0);
    }
    assertThat(page.locator(".card [data-key=o]")).isVisible();
    assertThat(page.locator("#query-form")).isHidden();
    assertThat(page.locator("input[name=radiologist]")).hasCount(0);
    page.locator(".card button.pic").first().click();
    assertThat(page.locator("dialog.viewer")).isVisible();
    assertThat(page.locator("dialog.viewer .verdict")).hasCount(0);
    assertThat(page.locator("#v-dicom a")).hasCount(0);
    page.context().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "user"})
  void hostileTextInEveryFieldStaysText(String user) {
    Page page = board.page(user);
    board.open(page, "?search=1.2.3.50");
    Locator card = page.locator(".card");
    assertThat(card).hasCount(1);
    assertThat(card.locator(".lead")).containsText("<img src=x");
    button(card, "Translation").click();
    for (Locator fold : card.locator("summary").all()) {
      fold.click();
    }
    assertThat(card.locator("h2")).containsText(user.equals("admin") ? "<script>" : "S.W.H.S.");
    button(card, "Journal").click();
    assertThat(page.locator("dialog.drawer")).isVisible();
    page.keyboard().press("Escape");
    if (user.equals("admin")) {
      button(card, "Runs side by side").click();
      assertThat(page.locator("dialog.wide")).isVisible();
      page.keyboard().press("Escape");
    }
    assertThat(card.locator(".pics .wait")).isVisible();
    card.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog.viewer")).hasCount(0);
    board.open(page, "?radiologist=" + "%3Cimg%20src%3Dx%3E" + "&region=%3Cb%20class%3Devil%3E");

    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(page.locator("img[src=x], .evil")).hasCount(0);
    page.context().close();
  }

  @ParameterizedTest
  @CsvSource({
    "en, dark, 360",
    "ro, light, 360",
    "ro, dark, 1280",
    "en, light, 1280",
    "en, dark, 2560",
    "ro, light, 2560"
  })
  void bothLanguagesAndThemesNeedNoSidewaysScrolling(String language, String theme, int width) {
    BrowserContext context = board.context("admin", width, width == 360 ? 780 : 1440);
    Page page = board.page(context);
    Dashboard.remember(page, Map.of("lang", language, "theme", theme));
    board.open(page, "?region=spine");

    assertThat(page.locator("html")).hasAttribute("lang", language);
    assertThat(page.locator("html")).hasAttribute("data-theme", theme);
    assertThat(page.locator(".card .sev"))
        .containsText(language.equals("ro") ? "Acord: ambele pozitive" : "Agree: both positive");
    assertThat(Browsers.tooWide(page)).isEmpty();
    if (width == 360) {
      page.locator(".filters > summary").click();
      assertThat(page.locator("select[name=region]")).isVisible();
    }
    page.locator(".menu summary").click();
    assertThat(page.locator("#switch-sound")).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("#switch-notify")).hasAttribute("aria-pressed", "false");
    assertThat(Browsers.tooWide(page)).isEmpty();
    page.keyboard().press("Escape");
    shot(page, "dashboard-" + language + "-" + theme + "-" + width);
    context.close();
  }

  @Test
  void compactIsChosenAndKept() {
    Page page = board.page("user");
    board.open(page, "?region=spine");
    double tall = page.locator(".card").boundingBox().height;
    button(page.locator(".active"), "Compact").click();
    assertThat(page.locator("html")).hasAttribute("data-density", "compact");
    assertThat(page.locator(".card").boundingBox().height).isLessThan(tall);
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-density", "compact");
    page.context().close();
  }

  @Test
  void aListThatCannotBeHadSaysWhyAndTriesAgain() {
    Page page = board.page("user");
    boolean[] broken = {true};
    page.route(
        Pattern.compile(".*/api/(exams|readings)\\?.*"),
        route -> {
          if (broken[0]) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/json")
                    .setBody("{\"error\":\"the database is busy\"}"));
          } else {
            route.resume();
          }
        });
    page.navigate(board.server.origin() + "/?region=foot");
    assertThat(page.locator(".nil")).containsText("the database is busy");
    broken[0] = false;
    button(page.locator(".nil"), "Try now").click();
    assertThat(page.locator(".card").first()).containsText("foot");
    page.context().close();
  }
}
