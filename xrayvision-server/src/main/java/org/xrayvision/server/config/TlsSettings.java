/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * DICOM over TLS. Immutable.
 *
 * @param port that the listener takes TLS on; 0 for any free one
 * @param acceptor how the listener speaks it; null where it does not
 * @param material our certificate and whom we trust, if the configuration has either
 */
public record TlsSettings(int port, @Nullable TlsOptions acceptor, @Nullable TlsOptions material) {
  /** No TLS, and nothing to speak it with. */
  public static final TlsSettings OFF = new TlsSettings(0, null, null);

  private static final Duration NOTICE = Duration.ofDays(30);

  /** How we call others: without material of our own, whom the JDK trusts is trusted. */
  public TlsOptions requestor() {
    return material != null ? material : TlsOptions.builder().build();
  }

  /** What is to be said about the certificate's end, if that is near. */
  public Optional<String> warning(Instant now) {
    return Optional.ofNullable(material)
        .flatMap(TlsOptions::expires)
        .filter(end -> end.isBefore(now.plus(NOTICE)))
        .map(
            end ->
                "the certificate of [dicom] tls_certificate or tls_keystore "
                    + (end.isAfter(now)
                        ? "expires in " + Duration.between(now, end).toDays() + " days, at " + end
                        : "has expired at " + end)
                    + ": put a new one in its place and restart, or no peer will take it");
  }
}
