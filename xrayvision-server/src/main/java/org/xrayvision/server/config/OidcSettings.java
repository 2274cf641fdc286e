/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hospital's own log-in: an OpenID Connect provider. Immutable.
 *
 * @param issuer as the provider calls itself; its configuration is found below it
 * @param clientSecret empty for a public client
 * @param redirect our callback as browsers see it
 * @param name what the log-in page calls it
 * @param userClaim the claim that holds the name of the account
 * @param roleClaim the claim that holds groups or roles; dots lead into objects
 * @param roles our roles, the greater first, and which values of the claim mean them
 */
public record OidcSettings(
    URI issuer,
    String clientId,
    String clientSecret,
    String scopes,
    URI redirect,
    String name,
    String userClaim,
    String roleClaim,
    Map<String, List<String>> roles) {
  /** Copies the map; it keeps its order. */
  public OidcSettings {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  @Override
  public String toString() {
    return "OidcSettings[" + issuer + ", " + clientId + "]";
  }
}
