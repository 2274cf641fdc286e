/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.dicom.net.TlsProfile;

/** Reads the keys {@code tls…} of {@code [dicom]}, and the files that they name. */
final class TlsSection {
  private static final String OFF = "OFF";

  private final Values values;
  private final Findings findings;
  private final Path data;

  /**
   * A reader.
   *
   * @param data where relative paths begin
   */
  TlsSection(Values values, Findings findings, Path data) {
    this.values = values;
    this.findings = findings;
    this.data = data;
  }

  TlsSettings read() {
    boolean listens = !values.get(Keys.TLS).equals(OFF);
    if (values.get(Keys.AE_PORT) < 0 && !listens) {
      findings.problem("[dicom] AE_PORT = -1 needs tls = server or mutual: nobody could send");
    }
    if (!hasIdentity() && !has(Keys.TLS_TRUST)) {
      if (listens) {
        findings.problem(
            "[dicom] tls needs tls_certificate and tls_key (PEM files), or tls_keystore");
      }
      return TlsSettings.OFF;
    }
    if (has(Keys.TLS_CERTIFICATE) != has(Keys.TLS_KEY)) {
      findings.problem("[dicom] tls_certificate and tls_key belong together; one is missing");
      return TlsSettings.OFF;
    }
    if (listens && !hasIdentity()) {
      findings.problem("[dicom] tls has no certificate of ours, only tls_trust");
      return TlsSettings.OFF;
    }
    boolean mutual = values.get(Keys.TLS).equals("MUTUAL");
    TlsOptions acceptor = listens ? build(builder().clientCertificateRequired(mutual)) : null;
    return new TlsSettings(values.get(Keys.TLS_PORT), acceptor, build(builder()));
  }

  private TlsOptions.Builder builder() {
    TlsOptions.Builder builder =
        TlsOptions.builder()
            .profile(
                values.get(Keys.TLS_PROFILE).equals("TLS13")
                    ? TlsProfile.TLS_1_3_ONLY
                    : TlsProfile.BCP_195);
    if (has(Keys.TLS_CERTIFICATE)) {
      builder.certificate(
          file(Keys.TLS_CERTIFICATE), file(Keys.TLS_KEY), password(Keys.TLS_KEY_PASSWORD));
    }
    if (has(Keys.TLS_KEYSTORE)) {
      builder.keyStore(
          file(Keys.TLS_KEYSTORE), values.get(Keys.TLS_KEYSTORE_PASSWORD).toCharArray());
    }
    if (has(Keys.TLS_TRUST)) {
      builder.trust(file(Keys.TLS_TRUST), password(Keys.TLS_TRUST_PASSWORD));
    }
    return builder;
  }

  private @Nullable TlsOptions build(TlsOptions.Builder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      findings.problem("[dicom] tls: " + e.getMessage());
      return null;
    }
  }

  private boolean hasIdentity() {
    return has(Keys.TLS_CERTIFICATE) || has(Keys.TLS_KEY) || has(Keys.TLS_KEYSTORE);
  }

  private boolean has(Key<String> key) {
    return !values.get(key).isEmpty();
  }

  private Path file(Key<String> key) {
    return data.resolve(values.get(key)).normalize();
  }

  private char @Nullable [] password(Key<String> key) {
    String password = values.get(key);
    return password.isEmpty() ? null : password.toCharArray();
  }
}
