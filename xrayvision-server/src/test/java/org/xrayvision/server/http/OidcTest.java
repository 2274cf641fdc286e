/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.Account;
import org.xrayvision.server.auth.AuditLog;
import org.xrayvision.server.auth.AuditRow;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.config.OidcSettings;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;
import org.xrayvision.server.oidc.TestProvider;

/** The hospital's own log-in, with a provider that signs and one that lies. */
final class OidcTest {
  @TempDir static Path folder;
  private static TestProvider provider;
  private static TestServer server;

  @BeforeAll
  static void start() {
    provider = new TestProvider();
    server = new TestServer(folder, SecuritySettings.defaults().withOidc(settings()));
  }

  private static OidcSettings settings() {
    Map<String, List<String>> roles = new LinkedHashMap<>();
    roles.put("admin", List.of("xray-admins"));
    roles.put("radiologist", List.of("xray-doctors"));
    roles.put("user", List.of("staff"));
    roles.put("viewer", List.of());
    return new OidcSettings(
        provider.issuer(),
        TestProvider.CLIENT,
        TestProvider.SECRET,
        "openid profile",
        URI.create("http://xr.example/api/oidc/callback"),
        "Hospital account",
        "preferred_username",
        "realm_access.roles",
        roles);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  @BeforeEach
  void forget() {
    provider.isHonest();
    server.users.accounts().find("maria.radu").ifPresent(OidcTest::delete);
  }

  private static void delete(Account account) {
    server.users.accounts().delete(account.name());
  }

  /** A browser that was sent to the provider. */
  private record Sent(URI location, String cookie) {}

  private Sent begin() {
    Answer answer = server.anonymous().get("/api/oidc/login?next=%2F%3Fregion%3Dchest");
    assertThat(answer.status()).isEqualTo(303);
    return new Sent(
        URI.create(answer.header("Location")), answer.header("Set-Cookie").split(";", 2)[0]);
  }

  private Answer back(URI where, String cookie) {
    Call call = server.anonymous();
    return (cookie.isEmpty() ? call : call.header("Cookie", cookie))
        .get(where.getRawPath() + "?" + where.getRawQuery());
  }

  private Answer logIn() {
    Sent sent = begin();
    return back(provider.approve(sent.location()), sent.cookie());
  }

  private void isRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).startsWith("/login.html?oidc=");
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(server.users.list()).extracting(Account::name).doesNotContain("maria.radu");
  }

  @Test
  void whoTheProviderKnowsIsLetInWithTheRoleOfHisGroups() {
    Sent sent = begin();
    assertThat(sent.location().getQuery())
        .contains("response_type=code", "code_challenge_method=S256", "scope=openid+profile");
    assertThat(server.anonymous().get("/api/oidc/login").header("Set-Cookie"))
        .contains("; HttpOnly", "; SameSite=Lax", "; Path=/api/oidc", "; Max-Age=600");

    Answer answer = back(provider.approve(sent.location()), sent.cookie());

    assertThat(answer.header("Location"))
        .isEqualTo("/login.html?signed=1&next=%2F%3Fregion%3Dchest");
    String cookie = answer.header("Set-Cookie");
    assertThat(cookie).contains("; HttpOnly; SameSite=Strict");
    Answer me = server.browser(cookie.split(";", 2)[0]).get("/api/me");
    assertThat(me.json().path("name").asText()).isEqualTo("maria.radu");
    assertThat(me.json().path("role").asText()).isEqualTo("radiologist");
    assertThat(me.json().path("may_change_password").asBoolean()).isFalse();
    assertThat(
            server
                .browser(cookie.split(";", 2)[0])
                .post("/api/password", "{\"old\":\"x\",\"new\":\"a fresh horse battery\"}")
                .status())
        .isEqualTo(409);
    assertThat(server.users.accounts().find("maria.radu"))
        .hasValueSatisfying(account -> assertThat(account.external()).isTrue());
  }

  @Test
  void theLogInPageIsToldOfIt() {
    assertThat(server.anonymous().get("/api/login").json())
        .isEqualTo(
            TestServer.parse(
                """
                {"password":true,"oidc":{"name":"Hospital account","url":"/api/oidc/login"}}
                """));
  }

  @Test
  void whoComesAgainIsTheSameWithTheRoleOfToday() {
    Answer first = logIn();
    String cookie = first.header("Set-Cookie").split(";", 2)[0];
    provider.says(
        claims ->
            claims
                .claim("preferred_username", "maria.ionescu")
                .claim("realm_access", Map.of("roles", List.of("staff"))));

    assertThat(logIn().header("Location")).startsWith("/login.html?signed=1");

    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(server.users.accounts().find("maria.radu"))
        .hasValueSatisfying(account -> assertThat(account.role()).isEqualTo(Role.USER));
    assertThat(server.users.accounts().find("maria.ionescu")).isEmpty();
  }

  private static Arguments lie(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> lies() {
    Date past = Date.from(Instant.now().minusSeconds(3600));
    Date future = Date.from(Instant.now().plusSeconds(3600));
    return Stream.of(
        lie("another nonce", claims -> claims.claim("nonce", "x")),
        lie("no nonce", claims -> claims.claim("nonce", null)),
        lie("another audience", claims -> claims.audience("other")),
        lie("no audience", claims -> claims.audience(List.of())),
        lie("two audiences", claims -> claims.audience(List.of(TestProvider.CLIENT, "other"))),
        lie("another party", claims -> claims.claim("azp", "other")),
        lie("another issuer", claims -> claims.issuer("http://evil.example")),
        lie("no issuer", claims -> claims.issuer(null)),
        lie("expired", claims -> claims.expirationTime(past)),
        lie("no end", claims -> claims.expirationTime(null)),
        lie("not yet", claims -> claims.notBeforeTime(future)),
        lie("nobody", claims -> claims.subject(null)),
        lie("no name", claims -> claims.claim("preferred_username", null)),
        lie("a name that is none", claims -> claims.claim("preferred_username", List.of("x"))),
        lie("no group", claims -> claims.claim("realm_access", null)),
        lie(
            "a group of nobody",
            claims -> claims.claim("realm_access", Map.of("roles", List.of("admin")))),
        lie("groups as a text", claims -> claims.claim("realm_access", "xray-doctors")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aTokenThatIsNotForThisLogInIsRefused(
      String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    provider.says(change);

    isRefused(logIn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "foreign"})
  void aTokenThatTheProviderDidNotSignIsRefused(String how) {
    provider.signsWith(how);

    isRefused(logIn());
  }

  @Test
  void aLongAddressIsComeBackTo() {
    String next = "/?search=" + "x".repeat(500);
    Answer answer =
        server
            .anonymous()
            .get("/api/oidc/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    String cookie = answer.header("Set-Cookie").split(";", 2)[0];

    URI way = provider.approve(URI.create(answer.header("Location")));

    assertThat(back(way, cookie).header("Location")).endsWith("x".repeat(500));
  }

  @Test
  void aStateCountsOnce() {
    Sent sent = begin();
    URI way = provider.approve(sent.location());
    assertThat(back(way, sent.cookie()).header("Location")).contains("signed=1");

    assertThat(back(way, sent.cookie()).header("Location")).isEqualTo("/login.html?oidc=refused");
  }

  @Test
  void anotherBrowsersStateIsRefused() {
    Sent victim = begin();
    Sent attacker = begin();

    isRefused(back(provider.approve(attacker.location()), victim.cookie()));
    isRefused(back(provider.approve(victim.location()), ""));
  }

  @Test
  void aForgedStateAndAStrayCodeAreRefused() {
    Sent sent = begin();
    URI way = provider.approve(sent.location());

    isRefused(back(URI.create("/api/oidc/callback?code=code-0&state=x"), sent.cookie()));
    isRefused(back(URI.create("/api/oidc/callback?error=access_denied"), sent.cookie()));
    String forged = way.toString().replaceFirst("code=[^&]*", "code=stolen");
    isRefused(back(URI.create(forged), sent.cookie()));
  }

  @Test
  void theNameOfAnAccountOfOursIsNotTakenOver() {
    provider.says(
        claims ->
            claims
                .claim("preferred_username", "admin")
                .claim("realm_access", Map.of("roles", List.of("xray-admins"))));

    isRefused(logIn());
    assertThat(server.as("admin").get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void theLastAdminIsNotTakenAwayByHisGroupsAndStillGetsIn() {
    Path alone = folder.resolve("alone");
    try (TestServer fresh =
        new TestServer(alone, SecuritySettings.defaults().withOidc(settings()))) {
      TestServer shared = server;
      server = fresh;
      try {
        provider.says(
            claims -> claims.claim("realm_access", Map.of("roles", List.of("xray-admins"))));
        logIn();
        fresh.users.accounts().delete("admin");
        provider.says(claims -> claims.claim("realm_access", Map.of("roles", List.of("staff"))));

        Answer answer = logIn();

        assertThat(answer.header("Location")).startsWith("/login.html?signed=1");
        Call maria = fresh.browser(answer.header("Set-Cookie").split(";", 2)[0]);
        assertThat(maria.get("/api/me").json().path("role").asText()).isEqualTo("admin");
        assertThat(maria.get("/api/audit?action=user_change").text())
            .contains("role user by OIDC: refused, the last enabled admin");

        fresh.users.add("second", TestServer.PASSWORD, Role.ADMIN);
        logIn();
        assertThat(fresh.users.accounts().find("maria.radu"))
            .hasValueSatisfying(account -> assertThat(account.role()).isEqualTo(Role.USER));
      } finally {
        server = shared;
      }
    }
  }

  @Test
  void whoIsDisabledHereIsNotLetIn() {
    logIn();
    server.users.accounts().setEnabled("maria.radu", false);

    Answer answer = logIn();

    assertThat(answer.header("Location")).isEqualTo("/login.html?oidc=refused");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void aProviderThatIsDownOrNotItselfOrEndlessLetsNobodyInAndHoldsNobodyUp() {
    try (TestServer fresh =
        new TestServer(folder.resolve("fresh"), SecuritySettings.defaults().withOidc(settings()))) {
      Call nobody = fresh.anonymous();
      provider.isDown(true);
      assertThat(nobody.get("/api/oidc/login").header("Location"))
          .isEqualTo("/login.html?oidc=down");
      provider.isDown(false);
      provider.callsItself("http://evil.example");
      assertThat(nobody.get("/api/oidc/login").header("Location"))
          .isEqualTo("/login.html?oidc=down");
      provider.callsItself(provider.issuer().toString());
      provider.pads(1_000_000);
      assertThat(nobody.get("/api/oidc/login").header("Location"))
          .isEqualTo("/login.html?oidc=down");
      provider.pads(0);

      assertThat(nobody.get("/api/oidc/login").header("Location"))
          .startsWith(provider.issuer() + "/authorize?");
      assertThat(fresh.as("user").get("/api/me").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/", "//evil.example", "/\\evil.example", "x"})
  void nobodyIsLedToAnotherSite(String next) {
    String query = "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    Answer answer = server.anonymous().get("/api/oidc/login" + query);
    String cookie = answer.header("Set-Cookie").split(";", 2)[0];

    URI way = provider.approve(URI.create(answer.header("Location")));

    assertThat(back(way, cookie).header("Location")).isEqualTo("/login.html?signed=1&next=%2F");
  }

  /** Who, as what, has had what done to the account. */
  private static List<String> changes(String name) {
    List<AuditRow> rows =
        server.users.audit().rows(new AuditLog.Filter(null, null, name, null, null, null), 100);
    return rows.stream()
        .map(row -> row.who() + " " + row.role() + ": " + row.action() + " " + row.detail())
        .toList();
  }

  @Test
  void whatTheProviderMakesOfAnAccountIsInTheAuditLogBesidesTheLogIn() {
    provider.says(claims -> claims.subject("nr. 7").claim("preferred_username", "ana.pop"));
    logIn();
    logIn();
    provider.says(
        claims ->
            claims
                .subject("nr. 7")
                .claim("preferred_username", "ana.pop")
                .claim("realm_access", Map.of("roles", List.of("staff"))));
    String cookie = logIn().header("Set-Cookie").split(";", 2)[0];
    provider.says(
        claims ->
            claims
                .subject("nr. 7")
                .claim("preferred_username", "ana.pop")
                .claim("realm_access", Map.of("roles", List.of("cleaners"))));
    assertThat(logIn().header("Location")).isEqualTo("/login.html?oidc=refused");
    logIn();

    assertThat(changes("ana.pop"))
        .containsExactlyInAnyOrder(
            "ana.pop radiologist: user_add radiologist by OIDC",
            "ana.pop user: user_change role radiologist to user by OIDC",
            "ana.pop user: user_change no role any more, sessions ended by OIDC");
    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(server.users.audit().check().isWhole()).isTrue();
  }

  @Test
  void aFailureIsInTheAuditLogAndTellsNoToken() {
    provider.says(claims -> claims.audience("other"));
    logIn();

    String rows = server.as("admin").get("/api/audit?action=login_failed").text();

    assertThat(rows).contains("OIDC").doesNotContain("eyJ", "Maria");
  }
}
