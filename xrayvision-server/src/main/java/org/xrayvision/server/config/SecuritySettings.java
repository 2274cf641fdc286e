/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * How HTTP guards itself. Immutable.
 *
 * @param requestsPerAddress a second, on the average; 0 for no limit
 * @param requestsPerUser a second, on the average; 0 for no limit
 * @param tls what it is encrypted with; null for plain HTTP
 * @param oidc the hospital's own log-in; null without one
 * @param showBurnedIn whether who is masked sees the picture of an object that says that text is
 *     burned in, where nobody has said where
 * @param sessionIdle after so long without a request a session ends
 * @param sessionMaximum after so long a session ends in any case
 * @param zone whose days the audit log is asked by
 * @param hostNames by which browsers may ask for us besides those that are ours anyhow; {@code *.}
 *     at the beginning stands for all below, {@code *} for all there are
 */
public record SecuritySettings(
    int requestsPerAddress,
    int requestsPerUser,
    @Nullable TlsOptions tls,
    @Nullable OidcSettings oidc,
    boolean showBurnedIn,
    Duration sessionIdle,
    Duration sessionMaximum,
    ZoneId zone,
    Set<String> hostNames) {
  private static final Duration NOTICE = Duration.ofDays(30);

  /** Copies the names. */
  public SecuritySettings {
    hostNames = Set.copyOf(hostNames);
  }

  /** What stands without a configuration. */
  public static SecuritySettings defaults() {
    return new SecuritySettings(
        2000,
        1000,
        null,
        null,
        false,
        Duration.ofHours(2),
        Duration.ofHours(12),
        ZoneId.systemDefault(),
        Set.of());
  }

  /** What is to be said about the certificate's end, if that is near. */
  public Optional<String> warning(Instant now) {
    return Optional.ofNullable(tls)
        .flatMap(TlsOptions::expires)
        .filter(end -> end.isBefore(now.plus(NOTICE)))
        .map(
            end ->
                "the certificate of [dashboard] http_tls_certificate "
                    + (end.isAfter(now)
                        ? "expires in " + Duration.between(now, end).toDays() + " days, at " + end
                        : "has expired at " + end)
                    + ": put a new one in its place and restart, or no browser will take it");
  }

  /** The same with other rates. */
  public SecuritySettings withRates(int perAddress, int perUser) {
    return new SecuritySettings(
        perAddress, perUser, tls, oidc, showBurnedIn, sessionIdle, sessionMaximum, zone, hostNames);
  }

  /** The same, encrypted with this. */
  public SecuritySettings withTls(TlsOptions options) {
    return new SecuritySettings(
        requestsPerAddress,
        requestsPerUser,
        options,
        oidc,
        showBurnedIn,
        sessionIdle,
        sessionMaximum,
        zone,
        hostNames);
  }

  /** The same with this log-in beside ours. */
  public SecuritySettings withOidc(OidcSettings settings) {
    return new SecuritySettings(
        requestsPerAddress,
        requestsPerUser,
        tls,
        settings,
        showBurnedIn,
        sessionIdle,
        sessionMaximum,
        zone,
        hostNames);
  }

  /** The same by these names too. */
  public SecuritySettings withHostNames(Set<String> names) {
    return new SecuritySettings(
        requestsPerAddress,
        requestsPerUser,
        tls,
        oidc,
        showBurnedIn,
        sessionIdle,
        sessionMaximum,
        zone,
        names);
  }
}
