/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.server.e2e.Browsers;
import org.xrayvision.server.http.PageBench.Look;

/**
 * The tabs of Admin about accounts, in a real browser: what they show of answers of every kind, and
 * what they ask for when something is clicked.
 */
final class AdminAccountsIT {
  private static final Pattern OURS =
      Pattern.compile(".*/api/(users|sessions|keys|roles|audit)([/?].*)?");

  @TempDir private static Path folder;
  private static PageBench bench;
  private static JsonNode answers;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    bench = new PageBench(new TestServer(folder));
    try (InputStream in = AdminAccountsIT.class.getResourceAsStream("accounts.json")) {
      answers = TestServer.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @BeforeEach
  void forget() {
    asked.clear();
  }

  @AfterEach
  void end() {
    bench.endOfTest();
  }

  private Page open(String tab, Look look) {
    Page page = bench.open("admin", "/about", look);
    page.route(OURS, this::answer);
    page.navigate(bench.server.origin() + "/admin#" + tab);
    page.locator("[data-ready=yes]").waitFor();
    return page;
  }

  private Page open(String tab) {
    return open(tab, Look.plain());
  }

  private void answer(Route route) {
    URI uri = URI.create(route.request().url());
    String query = String.valueOf(uri.getQuery());
    String method = route.request().method();
    String what = method + " " + uri.getPath();
    if (!method.equals("GET")) {
      String body = route.request().postData();
      asked.add(what + (uri.getQuery() == null ? "" : "?" + query) + " " + body);
    }
    fulfil(route, answers.path(query.contains("before=") ? what + "?before=48218" : what));
  }

  private static void fulfil(Route route, JsonNode json) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(json.isMissingNode() ? 404 : 200)
            .setContentType("application/json")
            .setBody(json.isMissingNode() ? "{\"error\":\"not here\"}" : json.toString()));
  }

  private static Locator button(Locator in, String words) {
    return in.locator("button", new Locator.LocatorOptions().setHasText(words));
  }

  private static void told(Page page, String secret) {
    assertThat(page.locator("#secret")).hasText(secret);
    page.keyboard().press("Escape");
    assertThat(page.locator("#secret")).hasCount(0);
  }

  @Test
  void usersAreListedWithTheirStateAndOnesOwnRowHasNoButtons() {
    Page page = open("users");

    Locator marin = page.locator("[data-user='a.marin']");
    assertThat(marin).containsText("locked for a while");
    assertThat(marin).containsText("must change password");
    assertThat(marin).containsText("never");
    Locator hostile = page.locator("[data-user='<b>x</b>']");
    assertThat(hostile.locator("th")).hasText("<b>x</b>");
    assertThat(hostile).containsText("masked");
    assertThat(hostile).containsText("disabled");
    assertThat(button(hostile, "New password")).hasCount(0);
    assertThat(page.locator("[data-user=admin] button, [data-user=admin] select")).hasCount(0);
    PageBench.picture(page, "admin-users-dark-1280");
  }

  @Test
  void aNewUserGetsAPasswordThatIsToldOnce() {
    Page page = open("users");
    page.locator("#add-user input").fill("new");
    page.locator("#add-user select").selectOption("viewer");

    page.locator("#add-user button").click();

    told(page, "told-once");
    assertThat(asked).containsExactly("POST /api/users {\"name\":\"new\",\"role\":\"viewer\"}");
  }

  @Test
  void whatEndsSessionsOrErasesIsAskedAboutFirst() {
    Page page = open("users");
    Locator marin = page.locator("[data-user='a.marin']");
    for (String words : List.of("New password", "End sessions", "Disable", "Delete")) {
      button(marin, words).click();
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog.ask")).hasCount(0);
    }
    marin.locator("select").selectOption("user");
    button(page.locator("dialog.ask"), "Cancel").click();
    assertThat(marin.locator("select")).hasValue("radiologist");
    assertThat(asked).isEmpty();

    for (String words : List.of("End sessions", "Disable", "Delete", "New password")) {
      button(marin, words).click();
      page.locator("#ask-yes").click();
      assertThat(page.locator("dialog.ask")).hasCount(0);
    }
    told(page, "told-again");
    button(marin, "Unlock").click();
    assertThat(page.locator(".toast")).containsText("Changed");
    assertThat(asked)
        .containsExactly(
            "DELETE /api/sessions?user=a.marin {}",
            "PATCH /api/users/a.marin {\"enabled\":false}",
            "DELETE /api/users/a.marin {}",
            "PATCH /api/users/a.marin {\"reset_password\":true}",
            "PATCH /api/users/a.marin {\"unlock\":true}");
  }

  @Test
  void anotherSessionIsEndedAndOnesOwnIsNot() {
    Page page = open("sessions");
    assertThat(page.locator("[data-session=admin] button")).hasCount(0);

    page.locator("[data-session='a.marin'] button").click();
    page.locator("#ask-yes").click();

    assertThat(page.locator(".toast")).containsText("Ended");
    assertThat(asked).containsExactly("DELETE /api/sessions/s2 {}");
  }

  @Test
  void aKeyIsMadeWithWhatItMayToldOnceAndRevoked() {
    Page page = open("keys");
    assertThat(page.locator("[data-key-name=old]")).containsText("revoked");
    assertThat(page.locator("[data-key-name=old] button")).hasCount(0);
    page.locator("#add-key [name=name]").fill("new");
    page.locator("#add-key [name=days]").fill("30");
    page.locator("#add-key [value=export]").check();

    page.locator("#add-key button").click();
    told(page, "xrv_told-once");
    page.locator("[data-key-name=his] button").click();
    page.locator("#ask-yes").click();

    assertThat(page.locator(".toast")).containsText("Revoked");
    assertThat(asked)
        .containsExactly(
            "POST /api/keys {\"name\":\"new\",\"actions\":[\"export\"],\"masked\":true,"
                + "\"expires_days\":30}",
            "DELETE /api/keys/k1 {}");
  }

  @Test
  void theTableOfRolesIsTheServers() {
    Page page = open("roles");

    assertThat(page.locator("[data-action=see_audit] [data-allowed=true]")).hasCount(1);
    assertThat(page.locator("[data-action=see_audit] [data-allowed=false]")).hasCount(3);
    assertThat(page.locator("[data-action=see_exams] [data-allowed=key]")).hasText("if granted");
  }

  @Test
  void theAuditLogIsFilteredPagedAndVerified() {
    Page page = open("audit");
    assertThat(page.locator("[data-seq='48219']")).containsText("view exam");
    assertThat(page.locator("[data-seq='48218']")).containsText("<i>slanted</i>");
    assertThat(page.locator("[data-seq='48218']")).containsText("refused");

    page.locator("#older").click();
    assertThat(page.locator("[data-empty]")).containsText("No row matches");
    page.locator("#newer").click();
    assertThat(page.locator("[data-seq='48219']")).isVisible();

    page.locator("[name=who]").fill("a.marin");
    page.locator("[name=from]").fill("2026-11-22");
    page.locator("#audit-filters button").click();
    assertThat(page).hasURL(Pattern.compile(".*\\?who=a.marin&from=2026-11-22#audit"));
    assertThat(page.locator("a[download]"))
        .hasAttribute("href", "/api/audit.csv?who=a.marin&from=2026-11-22");

    page.locator("#verify").click();
    assertThat(page.locator("#panel")).containsText("broken at row 17");
    PageBench.picture(page, "admin-audit-dark-1280");
  }

  @ParameterizedTest
  @CsvSource({
    "users, 360, light",
    "sessions, 360, dark",
    "keys, 360, light",
    "roles, 360, dark",
    "audit, 360, light",
    "audit, 2560, light"
  })
  void eachTabFitsInRomanian(String tab, int width, String theme) {
    Page page = open(tab, new Look("ro-RO", width, theme));

    assertThat(page.locator(".tw")).isVisible();
    assertThat(Browsers.tooWide(page)).isEmpty();
    PageBench.picture(page, "admin-" + tab + "-" + theme + "-" + width);
  }
}
