/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.xrayvision.server.e2e.Browsers;

/** A server with exams that stay as they are, and a browser to look at them; shared by a class. */
final class Dashboard implements AutoCloseable {
  static final Path PICTURES = Path.of("target", "screenshots");

  final TestServer server;
  final List<String> complaints = new ArrayList<>();
  private final Path folder;
  private final Playwright playwright;
  private final Browser browser;

  Dashboard(Path folder, int moreExams, String... statements) {
    this.folder = folder;
    server = new TestServer(folder, moreExams, limits -> limits, statements);
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  /**
   * One more exam of {@link SampleData}'s first patient; {@code created} as {@code -MM-dd HH:mm}.
   */
  static String exam(int n, String study, String created, String region, String status) {
    return String.format(
        "INSERT INTO exams VALUES ('1.2.3.%d', '1580412400014', NULL, '2026-%s:00',"
            + " 'Protocol %d', '%s', 'CR', '%s', '%s', '1.2.5.%d')",
        n, created, n, region, status, study, n);
  }

  /** The model's report of such an exam. */
  static String ai(int n, int severity) {
    return String.format(
        "INSERT INTO ai_reports VALUES ('1.2.3.%d', '2026-11-21 11:41:12', '2026-11-21 11:41:13',"
            + " 'FINDINGS: what is seen.\nIMPRESSION: view %d', %d, 86, %d, 'words',"
            + " 'medgemma-4b-it', 6.5)",
        n, n, severity >= 5 ? 1 : 0, severity);
  }

  /** A radiologist's report of such an exam. */
  static String rad(int n, String id, int severity) {
    return String.format(
        "INSERT INTO rad_reports VALUES ('1.2.3.%d', '%s', '2026-11-21 12:00:00',"
            + " '2026-11-21 12:00:01', 'Text %d.', 'In English.', %d, %d, 'fracture', 'radio',"
            + " 'Dr. Radu Stoica', NULL, 'medgemma-4b-it', 2.5)",
        n, id, n, severity >= 5 ? 1 : 0, severity);
  }

  /** Changes what the tables say of exams while the server runs. */
  void sql(String... statements) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.executeUpdate(one);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Path file(String name) {
    return folder.resolve("images").resolve(name);
  }

  /** A picture with all greys, darker or brighter. */
  void picture(int n, int offset) throws IOException {
    BufferedImage picture = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      for (int y = 0; y < 256; y++) {
        picture.getRaster().setSample(x, y, 0, Math.min(255, x / 2 + offset));
      }
    }
    ImageIO.write(picture, "png", file("1.2.3." + n + ".png").toFile());
  }

  /** Somebody's browser, logged in. */
  BrowserContext context(String user, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
    String[] cookie = server.logIn(user).split("=", 2);
    context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(server.origin())));
    return context;
  }

  Page page(String user) {
    return page(context(user, 1280, 900));
  }

  Page page(BrowserContext context) {
    Page page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onPageError(complaints::add);
    return page;
  }

  void open(Page page, String query) {
    page.navigate(server.origin() + "/" + query);
    page.locator("#total, #refused").waitFor();
  }

  static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  static void shot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
  }

  /** The grey of each of some points of an element as it is on the screen. */
  static List<Integer> greys(Locator element) throws IOException {
    BufferedImage seen = ImageIO.read(new ByteArrayInputStream(element.screenshot()));
    List<Integer> greys = new ArrayList<>();
    for (int i = 1; i < 20; i++) {
      greys.add(seen.getRGB(seen.getWidth() * i / 20, seen.getHeight() / 2) & 0xFF);
    }
    return greys;
  }

  /** What stands in this browser's memory, so that a context can be told apart. */
  static void remember(Page page, Map<String, String> memory) {
    StringBuilder script = new StringBuilder();
    new TreeMap<>(memory)
        .forEach(
            (name, value) ->
                script.append(
                    String.format(
                        Locale.ROOT, "localStorage.setItem('xv.%s', '%s');", name, value)));
    page.addInitScript(script.toString());
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    server.close();
  }
}
