/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * Reads what guards HTTP: of {@code [dashboard]} TLS, rates, sessions and host names, and {@code
 * [oidc]}.
 */
final class SecuritySection {
  private static final String CALLBACK = "/api/oidc/callback";

  private final Values values;
  private final Findings findings;
  private final Path data;

  /**
   * A reader.
   *
   * @param data where relative paths begin
   */
  SecuritySection(Values values, Findings findings, Path data) {
    this.values = values;
    this.findings = findings;
    this.data = data;
  }

  SecuritySettings read() {
    Duration idle = values.get(Keys.SESSION_IDLE);
    Duration longest = values.get(Keys.SESSION_MAXIMUM);
    if (longest.compareTo(idle) < 0) {
      findings.problem("[dashboard] session_hours must not be shorter than session_idle_minutes");
      longest = idle;
    }
    OidcSettings oidc = oidc();
    return new SecuritySettings(
        values.get(Keys.RATE_ADDRESS),
        values.get(Keys.RATE_USER),
        tls(),
        oidc,
        values.get(Keys.BURNED_IN_FOR_MASKED).equals("SHOW"),
        idle,
        longest,
        values.get(Keys.TIME_ZONE),
        hostNames(oidc));
  }

  /** Those that are said, and those by which other keys send browsers to us. */
  private Set<String> hostNames(@Nullable OidcSettings oidc) {
    Set<String> names = new HashSet<>(values.get(Keys.HOST_NAMES));
    Stream.of(values.get(Keys.PUBLIC_URL), Optional.ofNullable(oidc).map(OidcSettings::redirect))
        .flatMap(Optional::stream)
        .map(uri -> uri.getHost().toLowerCase(Locale.ROOT))
        .forEach(names::add);
    return names;
  }

  private @Nullable TlsOptions tls() {
    String certificate = values.get(Keys.HTTP_TLS_CERTIFICATE);
    String key = values.get(Keys.HTTP_TLS_KEY);
    if (certificate.isEmpty() != key.isEmpty()) {
      findings.problem(
          "[dashboard] http_tls_certificate and http_tls_key belong together; one is missing");
      return null;
    }
    if (certificate.isEmpty()) {
      return null;
    }
    String password = values.get(Keys.HTTP_TLS_KEY_PASSWORD);
    try {
      return TlsOptions.builder()
          .certificate(
              data.resolve(certificate).normalize(),
              data.resolve(key).normalize(),
              password.isEmpty() ? null : password.toCharArray())
          .build();
    } catch (IllegalArgumentException e) {
      findings.problem("[dashboard] http_tls_certificate: " + e.getMessage());
      return null;
    }
  }

  private @Nullable OidcSettings oidc() {
    URI issuer = values.get(OidcKeys.ISSUER).orElse(null);
    if (issuer == null) {
      return null;
    }
    if (!isSafe(issuer)) {
      findings.problem("[oidc] oidc_issuer must be https: what it says lets people in");
    }
    URI redirect = values.get(OidcKeys.REDIRECT).orElse(null);
    if (redirect == null || !CALLBACK.equals(redirect.getPath())) {
      findings.problem(
          "[oidc] oidc_redirect must be our address as browsers see it, followed by " + CALLBACK);
      return null;
    }
    if (values.get(OidcKeys.CLIENT_ID).isEmpty()) {
      findings.problem("[oidc] oidc_client_id is empty: name us as the provider knows us");
    }
    Map<String, List<String>> roles = roles();
    if (roles.values().stream().allMatch(List::isEmpty)) {
      findings.problem(
          "[oidc] oidc_admin, oidc_radiologist, oidc_user and oidc_viewer are all empty: nobody"
              + " could log in");
    }
    return new OidcSettings(
        issuer,
        values.get(OidcKeys.CLIENT_ID),
        values.get(OidcKeys.CLIENT_SECRET),
        values.get(OidcKeys.SCOPES),
        redirect,
        values.get(OidcKeys.NAME),
        values.get(OidcKeys.USER_CLAIM),
        values.get(OidcKeys.ROLE_CLAIM),
        roles);
  }

  /** The greater first: who has several has the first of them. */
  private Map<String, List<String>> roles() {
    Map<String, List<String>> roles = new LinkedHashMap<>();
    roles.put("admin", values.get(OidcKeys.ADMIN));
    roles.put("radiologist", values.get(OidcKeys.RADIOLOGIST));
    roles.put("user", values.get(OidcKeys.USER));
    roles.put("viewer", values.get(OidcKeys.VIEWER));
    return roles;
  }

  private static boolean isSafe(URI uri) {
    if ("https".equalsIgnoreCase(uri.getScheme())) {
      return true;
    }
    try {
      return AddressRange.literal(uri.getHost()).isPresent()
          ? InetAddress.getByName(uri.getHost()).isLoopbackAddress()
          : uri.getHost().equals("localhost");
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
