/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.config.OidcSettings;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.e2e.Browsers;
import org.xrayvision.server.oidc.TestProvider;

/** The log-in page in a real browser: the new password, and the hospital's own log-in. */
final class LogInPageIT {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String FRESH = "a fresh horse battery";

  @TempDir private static Path folder;
  private static TestProvider provider;
  private static TestServer server;
  private static Playwright playwright;
  private static Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() {
    provider = new TestProvider();
    OidcSettings settings =
        new OidcSettings(
            provider.issuer(),
            TestProvider.CLIENT,
            TestProvider.SECRET,
            "openid profile",
            URI.create("http://xr.example/api/oidc/callback"),
            "Hospital account",
            "preferred_username",
            "realm_access.roles",
            Map.of("radiologist", List.of("xray-doctors")));
    server = new TestServer(folder, SecuritySettings.defaults().withOidc(settings));
    provider.leadsBackTo(server.origin());
    playwright = Browsers.playwright();
    browser = Browsers.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    server.close();
    provider.close();
  }

  private void visit(String language, int width, ColorScheme scheme) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(scheme)
                .setViewportSize(width, 800));
    page = context.newPage();
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    context.close();
    assertThat(complaints).as("errors on the page").isEmpty();
  }

  private void logIn(String user, String password) {
    page.navigate(server.origin() + "/login.html?next=%2F%3Fregion%3Dchest");
    page.locator("#form input[name=user]").fill(user);
    page.locator("#form input[name=password]").fill(password);
    page.locator("#form button[type=submit]").click();
  }

  private void choose(String fresh, String again) {
    page.locator("input[name=new]").fill(fresh);
    page.locator("input[name=again]").fill(again);
    page.locator("#change button").click();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/",
        "/%09/evil.example/",
        "/%5Cevil.example/",
        "%09//evil.example/",
        "https:evil.example/",
        "javascript:alert(1)"
      })
  void nobodyIsLedElsewhere(String next) {
    visit("en-GB", 1280, ColorScheme.LIGHT);
    page.navigate(server.origin() + "/login.html?signed=1&next=" + next);
    page.waitForURL(address -> !address.contains("signed=1"));

    assertThat(page.url()).startsWith(server.origin() + "/");
  }

  @Test
  void whoHasAGeneratedPasswordChoosesOneAndIsWhereHeWantedToBe() {
    visit("en-GB", 1280, ColorScheme.DARK);
    logIn("first.time", server.users.accounts().add("first.time", Role.RADIOLOGIST));

    assertThat(page.locator("#change")).isVisible();
    assertThat(page.locator("#form")).isHidden();
    assertThat(page.locator("#forced")).containsText("Choose one of your own");
    assertThat(page.locator("input[name=new]")).isFocused();
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("login-change.png")));
    choose(FRESH, FRESH + "!");
    assertThat(page.locator("#change-message")).hasText("The two new passwords differ.");
    choose(FRESH, FRESH);

    page.waitForURL(server.origin() + "/?region=chest");
    assertThat(
            server
                .anonymous()
                .post("/api/login", TestServer.credentials("first.time", FRESH))
                .status())
        .isEqualTo(200);
  }

  @Test
  void whoMustChangeIsLedThereFromEveryPage() {
    visit("en-GB", 1280, ColorScheme.DARK);
    logIn("second.time", server.users.accounts().add("second.time", Role.USER));
    assertThat(page.locator("#change")).isVisible();

    page.navigate(server.origin() + "/?page=2");

    page.waitForURL(server.origin() + "/login.html?change=1&next=*");
    assertThat(page.locator("#forced")).isVisible();
    assertThat(page.locator("input[name=old]")).isFocused();
  }

  @Test
  void theMenuLeadsToTheChangeAndAWrongPasswordIsTold() {
    server.users.add("changer", TestServer.PASSWORD, Role.USER);
    visit("en-GB", 1280, ColorScheme.DARK);
    logIn("changer", TestServer.PASSWORD);
    page.waitForURL(server.origin() + "/?region=chest");
    page.locator(".menu summary").click();
    page.locator("#password").click();

    assertThat(page.locator("#forced")).isHidden();
    page.locator("input[name=old]").fill("not my password");
    choose(FRESH, FRESH);
    assertThat(page.locator("#change-message")).hasText("The current password is wrong.");
    page.locator("input[name=old]").fill(TestServer.PASSWORD);
    choose(FRESH, FRESH);

    page.waitForURL(server.origin() + "/");
  }

  @Test
  void theHospitalsOwnLogInIsOfferedAndLeadsBack() {
    visit("en-GB", 1280, ColorScheme.DARK);
    page.navigate(server.origin() + "/login.html?next=%2F%3Fregion%3Dhand");
    assertThat(page.locator("#oidc")).hasText("Hospital account");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("login-oidc.png")));

    page.locator("#oidc").click();

    page.waitForURL(server.origin() + "/?region=hand");
    assertThat(page.locator(".menu summary")).containsText("maria.radu");
  }

  @ParameterizedTest
  @CsvSource({
    "ro-RO, Autentificarea spitalului nu te-a primit. Cere administratorului un rol.",
    "en-GB, The hospital's log-in did not let you in. Ask your administrator for a role."
  })
  void aRefusalOfTheHospitalsLogInIsTold(String language, String words) {
    visit(language, 360, ColorScheme.LIGHT);
    provider.says(claims -> claims.claim("realm_access", null));
    page.navigate(server.origin() + "/login.html");

    page.locator("#oidc").click();

    assertThat(page.locator("#message")).hasText(words);
    assertThat(Browsers.tooWide(page)).isEmpty();
    provider.isHonest();
  }
}
