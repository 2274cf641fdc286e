/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code xrayvision demo} as a newcomer sees it, in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoIT {
  private static final double MINUTE = 60_000;
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String DISCLAIMER =
      "Assists a second reading. Not a medical device; no diagnosis without a radiologist.";

  private static ServerProcess demo;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    demo = ServerProcess.demo("--interval", "2", "--model-delay", "1");
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    try {
      browser.close();
      playwright.close();
    } finally {
      Duration took = demo.terminate();
      assertThat(took).as("how long Ctrl-C took").isLessThan(Duration.ofSeconds(20));
    }
  }

  @BeforeEach
  void open() {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 1480)
                .setLocale("en-GB")
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void closeWithoutComplaints() {
    context.close();
    assertThat(complaints).as("errors in the browser's console").isEmpty();
  }

  @Test
  @Order(1)
  void threeExamsAreReadWithinAMinute() {
    logIn();
    done().nth(2).waitFor(new Locator.WaitForOptions().setTimeout(MINUTE));

    Locator card = done().first();
    assertThat(card.locator(".lead").innerText()).isNotBlank();
    assertThat(card).containsText("simulated-medgemma");
    assertThat(card).containsText(DISCLAIMER);
    assertThat(page.locator("#simulated")).containsText("simulated");
    assertThat(page.locator("footer")).containsText(DISCLAIMER);
    assertThat(distinctGreys(card.locator("img").first())).isGreaterThan(50);
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve("dashboard.png")).setFullPage(false));
  }

  @Test
  @Order(2)
  void theListGrowsByItself() {
    logIn();
    String before = page.locator("[data-count='cnt.week']").innerText();
    assertThat(page.locator("[data-count='cnt.week']"))
        .not()
        .hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(MINUTE));
    assertThat(page.locator("#live")).hasText("Live");
  }

  @Test
  @Order(2)
  void newExamsWaitWhileACardHasTheFocus() {
    logIn();
    // In one go: between a look and the next there may be another card on top.
    String key =
        page.evaluate(
                "() => { const card = document.querySelector('.card'); card.focus();"
                    + " return card.dataset.key; }")
            .toString();

    Locator more = page.locator("#more");
    more.waitFor(new Locator.WaitForOptions().setTimeout(MINUTE));

    assertThat(page.locator(".card").first()).hasAttribute("data-key", key);
    assertThat(page.locator(".card").first()).isFocused();
    more.click();
    assertThat(page.locator(".card").first()).not().hasAttribute("data-key", key);
  }

  @Test
  @Order(2)
  void aNewPositiveIsToldOnceAndCountedUntilItIsSeen() {
    logIn();
    Locator toast = page.locator("#positive");
    toast.waitFor(new Locator.WaitForOptions().setTimeout(2 * MINUTE));
    assertThat(page.locator(".toast")).hasCount(1);
    Locator bar = page.locator("#alarm");
    assertThat(bar)
        .containsText(Pattern.compile("positive findings? waits? for an acknowledgement"));
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("positive.png")));
    bar.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show")).click();
    page.waitForURL("**/?positive=yes&reviewed=no");
    assertThat(page.locator(".card [data-key=x]").first()).isVisible();
    String key =
        page.evaluate("document.querySelector('.card:has([data-key=x])').dataset.key").toString();
    Locator card = page.locator(".card[data-key='" + key + "']");
    card.locator("[data-key=x]").click();
    assertThat(card.locator(".meta").first()).containsText("Acknowledged");
  }

  @Test
  @Order(2)
  void aTextIsCheckedAndFiguresAreDrawn() {
    logIn();
    page.locator("header > nav a[href='/check']").click();
    page.locator("#text").fill("Opacitate rotundă în câmpul pulmonar inferior drept.");
    page.locator("#go").click();
    for (String panel : List.of("assess", "critique", "translate")) {
      Locator answer = page.locator("#" + panel);
      assertThat(answer.getByRole(AriaRole.BUTTON))
          .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(MINUTE));
      assertThat(answer.locator("[role=alert]")).hasCount(0);
    }
    assertThat(page.locator("#assess")).containsText("Pathologic · severity 6 of 10");
    assertThat(page.locator("#critique")).containsText("comparison with earlier studies");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("demo-check.png")));

    page.locator("header > nav a[href='/stats']").click();
    assertThat(page.locator("#volume canvas")).isVisible();
    assertThat(page.locator("#account")).containsText(" readings = ");
  }

  @Test
  @Order(3)
  void filtersStandInTheUrlAndBackWorks() {
    logIn();
    page.getByLabel("Region").selectOption("hand");
    page.waitForURL("**/?region=hand");
    assertThat(page.locator(".card").first()).containsText("hand");
    assertThat(page.locator(".card", new Page.LocatorOptions().setHasText("Torace"))).hasCount(0);

    page.goBack();
    assertThat(page.locator(".card", new Page.LocatorOptions().setHasText("Torace")).first())
        .isVisible();
    page.navigate(demo.dashboard() + "?search=Ghita");
    assertThat(page.locator(".card").first()).containsText(Pattern.compile("[Gg]hiță"));
    page.navigate(demo.dashboard() + "?status=error");
    assertThat(page.locator(".nil")).isVisible();
  }

  @Test
  @Order(4)
  void aPictureOpensAndIsWindowed() {
    logIn();
    done().first().locator(".pic").first().click();
    Locator pane = page.locator("dialog.viewer .pane");
    Locator image = pane.locator("img");
    String before = image.evaluate("e => e.style.filter").toString();
    pane.hover();
    page.mouse().down();
    page.mouse().move(500, 500);
    page.mouse().up();
    assertThat(image.evaluate("e => e.style.filter").toString()).isNotEqualTo(before);
    page.keyboard().press("i");
    assertThat(image.evaluate("e => e.style.filter").toString()).contains("invert(1)");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog.viewer")).hasCount(0);
  }

  @Test
  @Order(5)
  void anotherLookGoesFirstAndTheJournalTellsOfIt() {
    logIn();
    page.navigate(demo.dashboard() + "?status=done&search=Neam%C8%9Bu");
    done().first().waitFor(new Locator.WaitForOptions().setTimeout(MINUTE));
    String key = done().first().getAttribute("data-key");
    Locator card = page.locator(".card[data-key='" + key + "']");
    card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Look again")).click();
    assertThat(page.locator(".toast", new Page.LocatorOptions().setHasText("Queued again")))
        .isVisible();
    page.navigate(demo.dashboard() + "?search=" + key);
    assertThat(card)
        .hasAttribute(
            "data-status", "done", new LocatorAssertions.HasAttributeOptions().setTimeout(MINUTE));
    card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Journal")).click();
    assertThat(page.locator("dialog.drawer")).containsText("Another look asked for");
    assertThat(page.locator("dialog.drawer")).containsText("Received");
  }

  @Test
  @Order(6)
  void languageAndThemeAreChosenAndKept() {
    logIn();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("RO").setExact(true))
        .click();
    assertThat(page.locator("footer")).containsText("niciun diagnostic fără radiolog");
    assertThat(page.locator("footer")).containsText("toți pacienții sunt simulați");
    assertThat(page.locator("#simulated")).not().containsText("simulated");
    page.locator("#theme").click();
    page.waitForFunction("document.documentElement.dataset.theme === 'light'");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("lang", "ro");
    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
  }

  @Test
  @Order(7)
  void aPhoneNeedsNoSidewaysScrolling() {
    logIn();
    page.setViewportSize(360, 780);
    page.waitForFunction("innerWidth === 360");
    assertThat(Browsers.tooWide(page)).isEmpty();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(360);
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("dashboard-phone.png")));
  }

  @Test
  @Order(8)
  void theConnectionComesBackAndMissesNothing() {
    logIn();
    context.setOffline(true);
    page.evaluate("window.dispatchEvent(new Event('offline'))");
    String before = page.locator("[data-count='cnt.week']").innerText();
    page.waitForTimeout(5_000);
    context.setOffline(false);
    assertThat(page.locator("#live"))
        .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(MINUTE));
    assertThat(page.locator("[data-count='cnt.week']"))
        .not()
        .hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(MINUTE));
    complaints.removeIf(text -> text.contains("ERR_INTERNET_DISCONNECTED"));
  }

  @Test
  @Order(9)
  void withoutLogInThereIsNothingToSee() {
    page.navigate(demo.dashboard().toString());
    page.waitForURL("**/login.html*");
    page.locator("input[name=user]").fill("admin");
    page.locator("input[name=password]").fill("not this one");
    page.locator("#form button[type=submit]").click();
    assertThat(page.locator("#message")).containsText("wrong");
    page.waitForCondition(() -> complaints.stream().anyMatch(text -> text.contains("401")));
    complaints.removeIf(text -> text.contains("401"));
  }

  private void logIn() {
    page.navigate(demo.dashboard().toString());
    page.waitForURL("**/login.html*");
    page.locator("input[name=user]").fill("admin");
    page.locator("input[name=password]").fill(demo.password());
    page.locator("#form button[type=submit]").click();
    page.locator(".card").first().waitFor(new Locator.WaitForOptions().setTimeout(MINUTE));
    complaints.removeIf(text -> text.contains("401"));
  }

  private Locator done() {
    return page.locator(".card[data-status=done]:not(.slim)");
  }

  private static int distinctGreys(Locator image) {
    return (Integer)
        image.evaluate(
            """
            async image => {
              await image.decode();
              const canvas = document.createElement('canvas');
              canvas.width = image.naturalWidth;
              canvas.height = image.naturalHeight;
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0);
              const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
              const greys = new Set();
              for (let i = 0; i < data.length; i += 4) greys.add(data[i]);
              return greys.size;
            }
            """);
  }
}
