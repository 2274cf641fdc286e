/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.xrayvision.server.config.Forms.name;
import static org.xrayvision.server.config.Forms.names;
import static org.xrayvision.server.config.Forms.text;
import static org.xrayvision.server.config.Forms.url;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The keys of {@code [oidc]}: the hospital's own log-in. */
final class OidcKeys {
  static final Key<Optional<URI>> ISSUER = Key.of("oidc", "oidc_issuer", "", url());
  static final Key<String> CLIENT_ID = Key.of("oidc", "oidc_client_id", "", text());
  static final Key<String> CLIENT_SECRET =
      Key.of("oidc", "oidc_client_secret", "", text()).secret();
  static final Key<String> SCOPES = Key.of("oidc", "oidc_scopes", "openid profile", name());
  static final Key<Optional<URI>> REDIRECT = Key.of("oidc", "oidc_redirect", "", url());
  static final Key<String> NAME = Key.of("oidc", "oidc_name", "Hospital account", name());
  static final Key<String> USER_CLAIM =
      Key.of("oidc", "oidc_user_claim", "preferred_username", name());
  static final Key<String> ROLE_CLAIM = Key.of("oidc", "oidc_role_claim", "roles", name());
  static final Key<List<String>> ADMIN = Key.of("oidc", "oidc_admin", "", names());
  static final Key<List<String>> RADIOLOGIST = Key.of("oidc", "oidc_radiologist", "", names());
  static final Key<List<String>> USER = Key.of("oidc", "oidc_user", "", names());
  static final Key<List<String>> VIEWER = Key.of("oidc", "oidc_viewer", "", names());

  /** All of them, in the order of the shipped file. */
  static final List<Key<?>> ALL =
      List.of(
          ISSUER,
          CLIENT_ID,
          CLIENT_SECRET,
          SCOPES,
          REDIRECT,
          NAME,
          USER_CLAIM,
          ROLE_CLAIM,
          ADMIN,
          RADIOLOGIST,
          USER,
          VIEWER);

  private OidcKeys() {}
}
