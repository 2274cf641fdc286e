/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Set;
import org.xrayvision.server.config.OidcSettings;

/**
 * Checks ID tokens (OpenID Connect Core 1.0 §3.1.3.7): signature by one of the provider's keys,
 * issuer, audience, time, nonce. Only signatures with a key pair are taken: a token that is signed
 * with nothing, or with a secret that could be the public key, is none. Safe for threads.
 */
final class IdTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final int LONGEST = 64 * 1024;

  private final OidcSettings settings;
  private final JWKSource<SecurityContext> keys;

  /** A checker for tokens that are signed with the keys at this address. */
  IdTokens(OidcSettings settings, URI keys, BoundedClient client) {
    this.settings = settings;
    try {
      this.keys =
          JWKSourceBuilder.<SecurityContext>create(
                  keys.toURL(),
                  url -> {
                    try {
                      byte[] body = client.get(url.toURI());
                      return new Resource(
                          new String(body, StandardCharsets.UTF_8), "application/json");
                    } catch (URISyntaxException e) {
                      throw new IOException(e);
                    }
                  })
              // No thread of its own: keys are fetched when a token asks for them.
              .refreshAheadCache(false)
              .build();
    } catch (MalformedURLException e) {
      throw OidcException.outage("the provider's keys have no usable address", e);
    }
  }

  /**
   * The claims of a token that is whole, for us, now and of this log-in.
   *
   * @throws OidcException if it is not
   */
  JWTClaimsSet check(String token, String nonce) {
    if (token.length() > LONGEST) {
      throw OidcException.refused("the ID token is too long");
    }
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            settings.clientId(),
            new JWTClaimsSet.Builder()
                .issuer(settings.issuer().toString())
                .claim("nonce", nonce)
                .build(),
            Set.of("sub", "exp", "iat")));
    try {
      JWTClaimsSet claims = processor.process(token, null);
      Object party = claims.getClaim("azp");
      boolean several = claims.getAudience().size() > 1;
      if (party == null ? several : !party.equals(settings.clientId())) {
        throw OidcException.refused("the ID token was made for another party");
      }
      return claims;
    } catch (KeySourceException e) {
      throw OidcException.outage("the provider's keys cannot be had: " + e.getMessage(), e);
    } catch (BadJOSEException | JOSEException | ParseException e) {
      // What the library says names the check that failed, and quotes no claim of a person.
      throw OidcException.refused("the ID token is not taken: " + e.getMessage());
    }
  }
}
