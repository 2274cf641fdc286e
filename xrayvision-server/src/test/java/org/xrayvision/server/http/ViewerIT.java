/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.server.http.Dashboard.ai;
import static org.xrayvision.server.http.Dashboard.button;
import static org.xrayvision.server.http.Dashboard.exam;
import static org.xrayvision.server.http.Dashboard.greys;
import static org.xrayvision.server.http.Dashboard.rad;
import static org.xrayvision.server.http.Dashboard.shot;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.e2e.Browsers;

/**
 * The pictures over the whole window, in a real browser: what is asserted is what is on the screen.
 */
final class ViewerIT {
  @TempDir private static Path folder;
  private static Dashboard board;

  @BeforeAll
  static void start() throws IOException {
    board =
        new Dashboard(
            folder,
            0,
            exam(20, "1.2.4.20", "11-21 11:00", "spine", "done"),
            exam(21, "1.2.4.20", "11-21 11:01", "spine", "done"),
            exam(22, "1.2.4.22", "10-10 11:00", "spine", "done"),
            exam(40, "1.2.4.40", "11-21 10:45", "foot", "done"),
            ai(20, 7),
            ai(21, 0),
            ai(22, 3),
            ai(40, 6),
            rad(22, "SR-22", 1));
    board.sql(
        "UPDATE exam_state SET projection = 'frontal' WHERE uid IN ('1.2.3.20', '1.2.3.22')",
        "UPDATE exam_state SET projection = 'lateral' WHERE uid = '1.2.3.21'");
    board.picture(20, 60);
    board.picture(21, 60);
    board.picture(22, 20);
    board.picture(40, 60);
    Files.writeString(board.file("1.2.3.20.dcm"), "as it was received");
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  @AfterEach
  void noComplaints() {
    assertThat(board.complaints).as("errors on the page").isEmpty();
  }

  private static Page view(String user, String query) {
    Page page = board.page(user);
    board.open(page, query);
    page.locator(".card button.pic").first().click();
    assertThat(page.locator("dialog.viewer")).isVisible();
    page.waitForFunction(
        "[...document.querySelectorAll('.pane img')].every(i => i.complete && i.naturalWidth)");
    return page;
  }

  private static List<Integer> seen(Page page) throws IOException {
    return greys(page.locator(".pane:not(.prior) img"));
  }

  private static void drag(Page page, Locator pane, int dx, int dy) {
    pane.hover();
    page.mouse().down();
    double x = pane.boundingBox().x + pane.boundingBox().width / 2;
    double y = pane.boundingBox().y + pane.boundingBox().height / 2;
    page.mouse().move(x + dx, y + dy);
    page.mouse().up();
  }

  @Test
  void invertingAndWindowingChangeThePixelsAndResetBringsThemBack() throws IOException {
    Page page = view("user", "?region=foot");
    List<Integer> first = seen(page);
    assertThat(first.get(9)).isBetween(100, 150);

    page.keyboard().press("i");
    List<Integer> inverted = seen(page);
    assertThat(inverted.get(9)).isBetween(255 - first.get(9) - 4, 255 - first.get(9) + 4);
    page.keyboard().press("i");
    assertThat(seen(page)).isEqualTo(first);

    drag(page, page.locator(".pane"), -120, 0);
    List<Integer> narrow = seen(page);
    assertThat(narrow.get(15) - narrow.get(4))
        .as("a narrower window has more contrast")
        .isGreaterThan(first.get(15) - first.get(4) + 20);
    assertThat(page.locator(".pane .br_")).containsText("W 136");
    page.keyboard().press("0");
    assertThat(seen(page)).isEqualTo(first);
    page.context().close();
  }

  @Test
  void pixelsAreZoomedPannedAndTurned() throws IOException {
    Page page = view("user", "?region=foot");
    Locator image = page.locator(".pane img");
    List<Integer> first = greys(page.locator(".pane"));
    double width = image.boundingBox().width;
    page.keyboard().press("z");
    drag(page, page.locator(".pane"), 0, -100);
    assertThat(image.boundingBox().width).isGreaterThan(width * 1.3);

    page.keyboard().press("f");
    assertThat(image.boundingBox().width).isEqualTo(width);
    page.keyboard().press("p");
    double left = image.boundingBox().x;
    drag(page, page.locator(".pane"), 50, 0);
    assertThat(image.boundingBox().x).isEqualTo(left + 50);
    page.keyboard().press("Shift+ArrowLeft");
    assertThat(image.boundingBox().x).isEqualTo(left + 50 - 16);

    page.keyboard().press("0");
    page.keyboard().press("r");
    List<Integer> turned = greys(page.locator(".pane"));
    assertThat(turned.get(12) - turned.get(8))
        .as("the grey ramp runs downwards now")
        .isLessThan(first.get(12) - first.get(8));
    assertThat(page.locator(".pane .br_")).containsText("90°");
    page.context().close();
  }

  @Test
  void arrowsGoThroughTheViewsAndOnToTheNextReading() {
    Page page = view("user", "?from=2026-11-21");
    Locator head = page.locator(".v-top");
    assertThat(page.locator(".pane .tl_")).containsText("frontal");
    assertThat(head.locator(".mark")).hasText("7positive");
    assertThat(head).containsText("new");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".pane .tl_")).containsText("lateral");
    page.keyboard().press("ArrowRight");
    assertThat(head.locator(".mark")).hasText("6positive");
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator(".pane .tl_")).containsText("lateral");

    page.keyboard().press("Escape");
    assertThat(page.locator("dialog.viewer")).hasCount(0);
    assertThat(page.locator(".card").first().locator("button.pic").first()).isFocused();
    page.context().close();
  }

  @Test
  void aPriorStandsBesideAndIsLinkedUntilItIsNot() throws IOException {
    Page page = view("user", "?region=spine&from=2026-11-21");
    Locator prior = page.locator(".pane.prior");
    page.locator("[data-do=compare]").waitFor();
    page.keyboard().press("c");
    assertThat(prior).containsText("42 days earlier");
    assertThat(prior).containsText("AI 3/10 mild, radiologist 1/10 minimal");
    assertThat(prior.locator("img")).hasAttribute("src", "/images/1.2.3.22.png");
    page.waitForFunction("document.querySelector('.pane.prior img').naturalWidth > 0");
    List<Integer> both = greys(prior.locator("img"));

    page.keyboard().press("i");
    assertThat(greys(prior.locator("img"))).isNotEqualTo(both);
    page.keyboard().press("i");
    page.keyboard().press("l");
    List<Integer> now = seen(page);
    page.keyboard().press("i");
    assertThat(greys(prior.locator("img"))).isEqualTo(both);
    assertThat(seen(page)).isNotEqualTo(now);
    shot(page, "viewer-compare");

    page.keyboard().press("c");
    assertThat(prior).hasCount(0);
    page.context().close();
  }

  @Test
  void aVerdictIsGivenAmongThePicturesAndTheCardKnowsIt() {
    Page page = view("user", "?region=foot");
    Locator side = page.locator(".v-side");

    button(side, "Normal").click();
    assertThat(button(side, "Normal")).hasAttribute("aria-pressed", "true");
    assertThat(side).containsText("FP");
    assertThat(page.locator(".viewer .toast")).containsText("Reviewed as normal");
    assertThat(page.locator(".v-top")).containsText("Reviewed");
    button(side, "Undo").click();
    assertThat(button(side, "Normal")).hasAttribute("aria-pressed", "false");
    page.keyboard().press("Escape");
    assertThat(page.locator(".card .c-acts")).containsText("Your verdict");
    page.context().close();
  }

  @Test
  void theFocusStaysInTheViewer() {
    Page page = view("user", "?region=foot");
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("Tab");
      assertThat(
              (Boolean)
                  page.evaluate(
                      "document.activeElement === document.body"
                          + " || document.activeElement.closest('dialog.viewer') !== null"))
          .isTrue();
    }
    page.keyboard().press("?");
    assertThat(page.locator(".v-keys")).isVisible();
    assertThat(page.locator(".pane")).containsText("8-bit rendered picture");
    page.context().close();
  }

  @Test
  void theObjectIsFetchedByThoseWhoMay() throws IOException {
    Page page = view("radiologist", "?region=spine&from=2026-11-21");
    Download download = page.waitForDownload(() -> page.locator("#v-dicom a").click());
    assertThat(download.suggestedFilename()).isEqualTo("1.2.3.20.dcm");
    assertThat(Files.readString(download.path(), StandardCharsets.UTF_8))
        .isEqualTo("as it was received");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#v-dicom a")).hasCount(0); // its file is kept no more
    page.context().close();

    Page masked = view("user", "?region=spine&from=2026-11-21");
    assertThat(masked.locator(".v-side .lead")).isVisible();
    assertThat(masked.locator("#v-dicom a")).hasCount(0);
    masked.context().close();
  }

  @Test
  void aPhoneHasTheWholeViewer() {
    Page page = board.page(board.context("user", 360, 780));
    board.open(page, "?region=foot");
    page.locator(".card button.pic").first().click();
    assertThat(page.locator("dialog.viewer .pane img")).isVisible();
    assertThat(page.locator("dialog.viewer .v-side .lead")).isVisible();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(360);
    shot(page, "viewer-360");
    page.context().close();
  }

  @Test
  void runsStandSideBySide() {
    Page page = board.page("admin");
    board.sql(
        "INSERT INTO ai_runs (uid, kind, started, prompt_version, model, endpoint, latency,"
            + " prompt_tokens, completion_tokens, text, severity, confidence, summary, raw_answer)"
            + " VALUES ('1.2.3.40', 'shadow', 1000, 'p2', 'challenger-9b', 'http://c/', 3.5, 900, 80,"
            + " 'IMPRESSION: another opinion', 2, 70, 'none', 'raw words')");
    board.open(page, "?region=foot");
    button(page.locator(".card"), "Runs side by side").click();

    Locator runs = page.locator("dialog.wide");
    assertThat(runs.locator(".run[data-kind=shadow]")).containsText("another opinion");
    assertThat(runs.locator(".run[data-kind=shadow]")).containsText("challenger-9b");
    shot(page, "runs");
    page.keyboard().press("Escape");
    assertThat(runs).hasCount(0);
    assertThat(button(page.locator(".card"), "Runs side by side")).isFocused();
    assertThat(Browsers.tooWide(page)).isEmpty();
    page.context().close();
  }
}
