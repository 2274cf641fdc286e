/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.OidcSettings;

/**
 * One OpenID Connect provider: sends browsers there, and finds out whom it sends back
 * (authorization code with PKCE, OpenID Connect Core 1.0 §3.1, RFC 7636). It is first asked when
 * somebody logs in, so that a provider that is down keeps no server from starting. Safe for
 * threads.
 */
public final class OidcProvider {
  private static final Duration METADATA_KEPT = Duration.ofHours(1);
  private static final int MAX_CODE = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OidcSettings settings;
  private final Clock clock;
  private final BoundedClient client = new BoundedClient();
  private final SecureRandom random = new SecureRandom();
  private final PendingLogins pending;
  private @Nullable Known known;
  private @Nullable CompletableFuture<Known> asking;

  /** A provider; nothing is asked yet. */
  public OidcProvider(OidcSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.pending = new PendingLogins(clock);
  }

  /** What was found out about the provider, and when. */
  private record Known(ProviderMetadata metadata, IdTokens tokens, Instant asked) {}

  /**
   * A log-in that begins.
   *
   * @param location where the browser goes
   * @param browser what it has to show when it comes back
   */
  public record Begun(URI location, String browser) {}

  /**
   * Who has come back.
   *
   * @param next where he wanted to go
   */
  public record Finished(OidcIdentity identity, String next) {}

  /**
   * Begins a log-in.
   *
   * @param next where to go afterwards
   * @throws OidcException if the provider cannot be asked
   */
  public Begun begin(String next) {
    ProviderMetadata metadata = known().metadata();
    String state = word();
    String verifier = word();
    String browser = word();
    String nonce = word();
    pending.put(state, new PendingLogins.Pending(nonce, verifier, browser, next, clock.instant()));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", settings.redirect().toString());
    query.put("scope", settings.scopes());
    query.put("state", state);
    query.put("nonce", nonce);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    String separator = metadata.authorization().getRawQuery() == null ? "?" : "&";
    return new Begun(URI.create(metadata.authorization() + separator + form(query)), browser);
  }

  /**
   * Who it is that the provider has sent back with this code.
   *
   * @throws OidcException if he is not let in
   */
  public Finished finish(String state, String code, String browser) {
    PendingLogins.Pending begun = pending.take(state, browser);
    if (code.isEmpty() || code.length() > MAX_CODE) {
      throw OidcException.refused("the provider has sent no code");
    }
    Known provider = known();
    JWTClaimsSet claims =
        provider.tokens().check(redeem(provider.metadata(), code, begun), begun.nonce());
    return new Finished(OidcIdentity.of(claims, settings), begun.next());
  }

  /** Asks for the ID token (OpenID Connect Core 1.0 §3.1.3). */
  private String redeem(ProviderMetadata metadata, String code, PendingLogins.Pending begun) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("grant_type", "authorization_code");
    body.put("code", code);
    body.put("redirect_uri", settings.redirect().toString());
    body.put("client_id", settings.clientId());
    body.put("code_verifier", begun.verifier());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(metadata.token())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(form(body)));
    if (!settings.clientSecret().isEmpty()) {
      request.header("Authorization", basic());
    }
    try {
      String token = JSON.readTree(client.send(request.build())).path("id_token").asText("");
      if (token.isEmpty()) {
        throw OidcException.refused("the provider gave no ID token");
      }
      return token;
    } catch (IOException e) {
      throw OidcException.outage("the code cannot be redeemed: " + e.getMessage(), e);
    }
  }

  /** RFC 6749 §2.3.1: both are encoded as in a form first. */
  private String basic() {
    String pair = encoded(settings.clientId()) + ":" + encoded(settings.clientSecret());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * One asks; who comes meanwhile shares the answer, also that there is none: else each would wait
   * for the time-outs of all before him, on threads that others need.
   */
  private Known known() {
    CompletableFuture<Known> answer;
    boolean ask;
    synchronized (this) {
      Known found = known;
      if (found != null && !found.asked().plus(METADATA_KEPT).isBefore(clock.instant())) {
        return found;
      }
      ask = asking == null;
      answer = asking == null ? new CompletableFuture<>() : asking;
      asking = answer;
    }
    if (ask) {
      ask(answer);
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw OidcException.outage(String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }

  private void ask(CompletableFuture<Known> answer) {
    try {
      ProviderMetadata metadata = ProviderMetadata.of(settings.issuer(), client);
      IdTokens tokens = new IdTokens(settings, metadata.keys(), client);
      Known found = new Known(metadata, tokens, clock.instant());
      end(found);
      answer.complete(found);
    } catch (RuntimeException | Error e) {
      end(null);
      answer.completeExceptionally(e);
    }
  }

  private synchronized void end(@Nullable Known found) {
    known = found;
    asking = null;
  }

  private String word() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String form(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + "=" + encoded(member.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
