/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A small OpenID Connect provider on loopback: real keys, real signatures, and PKCE checked. What
 * its tokens say can be changed, to play a hostile or broken one.
 */
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "xrayvision";
  public static final String SECRET = "s3cret: with/odd characters";

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey foreignKey;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile UnaryOperator<JWTClaimsSet.Builder> change = claims -> claims;
  private volatile String signing = "RS256";
  private volatile String issuer;
  private volatile String origin = "";
  private volatile boolean down;
  private volatile int padding;

  public TestProvider() {
    try {
      key = new RSAKeyGenerator(2048).keyID("one").generate();
      foreignKey = new RSAKeyGenerator(2048).keyID("one").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException | IOException e) {
      throw new IllegalStateException(e);
    }
    issuer = issuer().toString();
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, 200, metadata()));
    server.createContext(
        "/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/token", this::token);
    server.createContext("/authorize", this::authorize);
    server.start();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What a provider should be. */
  public void isHonest() {
    change = claims -> claims;
    signing = "RS256";
    issuer = issuer().toString();
    down = false;
    padding = 0;
  }

  /** What ID tokens say from now on. */
  public void says(UnaryOperator<JWTClaimsSet.Builder> other) {
    change = other;
  }

  /** RS256, none, HS256 (with the public key as secret) or foreign (a key of somebody else). */
  public void signsWith(String how) {
    signing = how;
  }

  /** What the provider calls itself. */
  public void callsItself(String name) {
    issuer = name;
  }

  public void isDown(boolean value) {
    down = value;
  }

  /** How many bytes too many each answer has. */
  public void pads(int bytes) {
    padding = bytes;
  }

  /** What the page of the provider does after the log-in there; returns the way back. */
  public URI approve(URI authorization) {
    Map<String, String> query = form(authorization.getRawQuery());
    String code = "code-" + codes.size();
    codes.put(code, query);
    return URI.create(query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
  }

  /** Where browsers find what calls itself xr.example. */
  public void leadsBackTo(String site) {
    origin = site;
  }

  private void authorize(HttpExchange exchange) throws IOException {
    String back = approve(exchange.getRequestURI()).toString();
    exchange.getResponseHeaders().set("Location", back.replace("http://xr.example", origin));
    try (exchange) {
      exchange.sendResponseHeaders(302, -1);
    }
  }

  static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private String metadata() {
    String base = issuer().toString();
    return """
        {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token",
         "jwks_uri":"%s/keys","response_types_supported":["code"]}
        """
        .formatted(issuer, base, base, base);
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    // Each code counts once.
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    boolean right =
        asked != null
            && basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && "authorization_code".equals(form.get("grant_type"))
            && asked.get("redirect_uri").equals(form.get("redirect_uri"))
            && asked.get("code_challenge").equals(challenge(form.get("code_verifier")));
    if (!right) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    answer(
        exchange,
        200,
        "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\""
            + idToken(asked.get("nonce"))
            + "\"}");
  }

  private static String basic() {
    String pair = CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String idToken(String nonce) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        change
            .apply(
                new JWTClaimsSet.Builder()
                    .issuer(issuer().toString())
                    .subject("subject-1")
                    .audience(CLIENT)
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(300)))
                    .claim("nonce", nonce)
                    .claim("preferred_username", "Maria.Radu")
                    .claim("realm_access", Map.of("roles", List.of("staff", "xray-doctors"))))
            .build();
    try {
      return switch (signing) {
        case "none" -> new PlainJWT(claims).serialize();
        case "HS256" -> {
          SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
          token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
          yield token.serialize();
        }
        default -> {
          SignedJWT token =
              new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
          token.sign(new RSASSASigner(signing.equals("foreign") ? foreignKey : key));
          yield token.serialize();
        }
      };
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange, int status, String text) {
    byte[] body = (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(down ? 503 : status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
