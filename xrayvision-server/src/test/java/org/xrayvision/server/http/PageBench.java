/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xrayvision.server.e2e.Browsers;

/** One server and one browser for the tests of a page; errors on the page are collected. */
final class PageBench implements AutoCloseable {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int HEIGHT = 900;

  final TestServer server;
  private final Playwright playwright = Browsers.playwright();
  private final Browser browser = Browsers.launch(playwright);
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  PageBench(TestServer server) {
    this.server = server;
  }

  /** How the person looks at it. */
  record Look(String locale, int width, String theme) {
    static Look plain() {
      return new Look("en-GB", 1280, "dark");
    }
  }

  /** The page in a window of its own, for somebody who is logged in. */
  Page open(String user, String path, Look look) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width(), HEIGHT)
                .setLocale(look.locale())
                .setReducedMotion(ReducedMotion.REDUCE));
    contexts.add(context);
    String[] cookie = server.logIn(user).split("=", 2);
    context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(server.origin() + "/")));
    context.addInitScript("localStorage.setItem('xv.theme', '" + look.theme() + "')");
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.navigate(server.origin() + path);
    page.locator("[data-ready=yes]").waitFor();
    return page;
  }

  Page open(String user, String path) {
    return open(user, path, Look.plain());
  }

  static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
  }

  /** Closes the windows of a test; what went wrong in them fails it. */
  void endOfTest() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> said = List.copyOf(complaints);
    complaints.clear();
    assertThat(said).as("errors on the page").isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    server.close();
  }
}
