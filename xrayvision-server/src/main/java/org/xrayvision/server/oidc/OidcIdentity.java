/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.OidcSettings;

/**
 * Whom the provider knows. Immutable.
 *
 * @param subject issuer and subject; the same for one person for ever
 * @param name of his account
 * @param role the code of ours that his groups mean
 */
public record OidcIdentity(String subject, String name, String role) {
  private static final int MAX_SUBJECT = 255;

  /**
   * Reads the claims.
   *
   * @throws OidcException if they name nobody, or nobody who may log in
   */
  static OidcIdentity of(JWTClaimsSet claims, OidcSettings settings) {
    String subject = claims.getSubject();
    if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT) {
      throw OidcException.refused("the ID token has no usable sub");
    }
    if (!(at(claims.getClaims(), settings.userClaim()) instanceof String name) || name.isBlank()) {
      throw OidcException.refused(
          "the ID token has no " + settings.userClaim() + " ([oidc] oidc_user_claim)");
    }
    String whole = settings.issuer() + " " + subject;
    List<String> groups = texts(at(claims.getClaims(), settings.roleClaim()));
    String role =
        settings.roles().entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(groups::contains))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () ->
                    OidcException.noRole(
                        whole,
                        "no value of "
                            + settings.roleClaim()
                            + " in the ID token means a role ([oidc] oidc_admin to oidc_viewer)"));
    return new OidcIdentity(whole, name, role);
  }

  /** A claim by its name, else by the way into objects that its dots are. */
  private static @Nullable Object at(Map<String, Object> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    Object found = claims;
    for (String part : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> object ? object.get(part) : null;
    }
    return found;
  }

  private static List<String> texts(@Nullable Object claim) {
    if (claim instanceof String one) {
      return List.of(one);
    }
    return claim instanceof Collection<?> many
        ? many.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
