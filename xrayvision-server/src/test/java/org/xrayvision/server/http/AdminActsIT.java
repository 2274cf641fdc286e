/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Role;

/** What an admin does in the browser has its effect on the server, and stands in the audit log. */
final class AdminActsIT {
  @TempDir private static Path folder;
  private static PageBench bench;

  @BeforeAll
  static void start() {
    bench = new PageBench(new TestServer(folder));
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @AfterEach
  void end() {
    bench.endOfTest();
  }

  private static void button(Locator in, String words) {
    in.locator("button", new Locator.LocatorOptions().setHasText(words)).click();
  }

  private static String told(Page page) {
    Locator secret = page.locator("#secret");
    secret.waitFor();
    String text = secret.textContent();
    page.keyboard().press("Escape");
    assertThat(secret).hasCount(0);
    return text;
  }

  private static int logIn(String user, String password) {
    return bench
        .server
        .anonymous()
        .post("/api/login", TestServer.credentials(user, password))
        .status();
  }

  @Test
  void aUserIsMadeDisabledEnabledAndDeleted() {
    Page page = bench.open("admin", "/admin#users");
    page.locator("#add-user input").fill("new.one");
    page.locator("#add-user select").selectOption("radiologist");
    page.locator("#add-user button").click();
    String password = told(page);
    Locator row = page.locator("[data-user='new.one']");
    assertThat(row).containsText("must change password");
    assertThat(logIn("new.one", password)).isEqualTo(200);

    button(row, "Disable");
    page.locator("#ask-yes").click();
    assertThat(row).containsText("disabled");
    assertThat(logIn("new.one", password)).isEqualTo(401);

    button(row, "Enable");
    assertThat(row).not().containsText("disabled");
    row.locator("select").selectOption("viewer");
    assertThat(row).containsText("masked");

    button(row, "New password");
    page.locator("#ask-yes").click();
    String another = told(page);
    assertThat(another).isNotEqualTo(password);
    assertThat(logIn("new.one", another)).isEqualTo(200);

    button(row, "Delete");
    page.locator("#ask-yes").click();
    assertThat(row).hasCount(0);
    assertThat(logIn("new.one", another)).isEqualTo(401);
  }

  @Test
  void theSessionOfAnotherIsEnded() {
    String cookie = bench.server.logIn("user");
    assertThat(bench.server.browser(cookie).get("/api/me").status()).isEqualTo(200);
    Page page = bench.open("admin", "/admin#sessions");

    page.locator("[data-session=user] button").first().click();
    page.locator("#ask-yes").click();

    assertThat(page.locator("[data-session=user]")).hasCount(0);
    assertThat(bench.server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(page.locator("[data-session=admin]").first()).isVisible();
  }

  @Test
  void aKeyIsMadeWorksAndIsRevoked() {
    Page page = bench.open("admin", "/admin#keys");
    page.locator("#add-key [name=name]").fill("his");
    page.locator("#add-key [value=see_exams]").check();
    page.locator("#add-key button").click();
    TestServer.Call program =
        bench.server.anonymous().header("Authorization", "Bearer " + told(page));
    assertThat(program.get("/api/exams").status()).isEqualTo(200);
    assertThat(program.get("/api/users").status()).isEqualTo(403);

    page.locator("[data-key-name=his] button").click();
    page.locator("#ask-yes").click();

    assertThat(page.locator("[data-key-name=his]")).containsText("revoked");
    assertThat(program.get("/api/exams").status()).isEqualTo(401);
  }

  @Test
  void theTableOfRolesIsThatOfTheServer() {
    Page page = bench.open("admin", "/admin#roles");
    for (Action action : Action.values()) {
      long people =
          Role.ofPeople().stream().filter(role -> Permissions.allows(role, action)).count();
      assertThat(page.locator("[data-action=" + action.code() + "] [data-allowed=true]"))
          .hasCount((int) people);
    }
  }

  @Test
  void theAuditLogHoldsWhatWasDoneIsFilteredVerifiedAndSaved() throws IOException {
    bench.server.as("admin").post("/api/queue", "{\"action\":\"suspend\"}");
    bench.server.as("admin").post("/api/queue", "{\"action\":\"resume\"}");
    Page page = bench.open("admin", "/admin?action=queue_suspend#audit");
    Locator rows = page.locator("[data-seq]");
    assertThat(rows.first()).containsText("suspend analysis");
    assertThat(rows.first()).containsText("admin");

    page.locator("[name=who]").fill("nobody");
    page.locator("#audit-filters button").click();
    assertThat(page.locator("[data-empty]")).isVisible();
    page.locator("[name=who]").fill("");
    page.locator("[name=action]").selectOption("queue_resume");
    page.locator("#audit-filters button").click();
    assertThat(rows.first()).containsText("resume analysis");
    page.locator("#verify").click();
    assertThat(page.locator("#panel")).containsText("chain whole");

    Download file = page.waitForDownload(() -> page.locator("a[download]").click());
    assertThat(file.suggestedFilename()).isEqualTo("audit.csv");
    assertThat(Files.readString(file.path())).contains("queue_resume").doesNotContain("suspend");
  }
}
