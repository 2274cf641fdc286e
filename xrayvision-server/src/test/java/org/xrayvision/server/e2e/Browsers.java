/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The system's Chromium, without downloads and without network of its own. */
public final class Browsers {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** How long a page may take to become what is asserted; a busy machine needs some of it. */
  private static final double PATIENCE_MILLIS = 30_000;

  private Browsers() {}

  /** To be closed by the caller. */
  public static Playwright playwright() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /** To be closed by the caller. */
  public static Browser launch(Playwright playwright, String... more) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    arguments.addAll(List.of(more));
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium"))
                .setArgs(arguments));
  }

  /** What sticks out of the window, other than in a row that scrolls by itself. */
  public static String tooWide(Page page) {
    return page.evaluate(
            """
            [...document.querySelectorAll('body *')]
              .filter(e => !e.closest('.tabs, .tw *, .vh, .skip'))
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
              .map(e => e.outerHTML.slice(0, 200)).join('; ')
            """)
        .toString();
  }
}
