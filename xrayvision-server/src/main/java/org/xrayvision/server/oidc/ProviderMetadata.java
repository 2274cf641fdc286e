/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** What a provider says of itself (OpenID Connect Discovery 1.0 §3). Immutable. */
record ProviderMetadata(URI authorization, URI token, URI keys) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Asks the issuer.
   *
   * @throws OidcException if it does not answer, or says that it is somebody else
   */
  static ProviderMetadata of(URI issuer, BoundedClient client) {
    String base = issuer.toString().replaceFirst("/$", "");
    JsonNode json;
    try {
      json = JSON.readTree(client.get(URI.create(base + "/.well-known/openid-configuration")));
    } catch (IOException e) {
      throw OidcException.outage(
          "the provider's configuration cannot be had: " + e.getMessage(), e);
    }
    if (!json.path("issuer").asText("").equals(issuer.toString())) {
      throw OidcException.outage(
          "the provider calls itself otherwise than [oidc] oidc_issuer does", null);
    }
    return new ProviderMetadata(
        endpoint(json, "authorization_endpoint", issuer),
        endpoint(json, "token_endpoint", issuer),
        endpoint(json, "jwks_uri", issuer));
  }

  /** An https provider has https endpoints. */
  private static URI endpoint(JsonNode json, String name, URI issuer) {
    try {
      URI uri = URI.create(json.path(name).asText(""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("https") || scheme.equals(issuer.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw OidcException.outage("the provider's configuration has no usable " + name, null);
  }
}
