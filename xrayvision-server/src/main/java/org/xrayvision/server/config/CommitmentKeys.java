/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.server.config.SourceSections.SourceKey;

/** Reads how a sender is told of storage commitments: keys of {@code [source:AETITLE]}. */
final class CommitmentKeys {
  private final IniFile file;
  private final Values values;
  private final Findings findings;
  private final TlsSettings tls;
  private final List<PacsSettings> pacs;

  /**
   * A reader.
   *
   * @param tls our certificate and whom we trust
   * @param pacs of which a sender may be one
   */
  CommitmentKeys(
      IniFile file, Values values, Findings findings, TlsSettings tls, List<PacsSettings> pacs) {
    this.file = file;
    this.values = values;
    this.findings = findings;
    this.tls = tls;
    this.pacs = List.copyOf(pacs);
  }

  /** Empty if it is told only on the associations by which it asks. */
  Optional<CommitmentAddress> read(String section, String title) {
    Optional<InetSocketAddress> address =
        value(section, SourceKey.COMMITMENT_ADDRESS, Forms.hostAndPort());
    Optional<Boolean> secret = value(section, SourceKey.COMMITMENT_TLS, Forms.bool());
    Optional<Boolean> checked = value(section, SourceKey.COMMITMENT_TLS_CHECK_HOST, Forms.bool());
    if (secret.orElse(false) && !given(section, SourceKey.COMMITMENT_ADDRESS)) {
      findings.warning(
          "["
              + section
              + "] commitment_tls = yes, but commitment_address is missing: it is told"
              + " of storage commitments only on the connection by which it asks");
    }
    return address.map(at -> new CommitmentAddress(at, tls(title, secret, checked)));
  }

  /** Who is asked for studies over TLS is not told plainly unless somebody says so. */
  private @Nullable TlsOptions tls(
      String title, Optional<Boolean> secret, Optional<Boolean> checked) {
    Optional<TlsOptions> known =
        pacs.stream()
            .filter(one -> one.aeTitle().equals(title))
            .flatMap(one -> Optional.ofNullable(one.tls()).stream())
            .findFirst();
    if (!secret.orElse(known.isPresent())) {
      return null;
    }
    boolean check = checked.orElse(known.map(TlsOptions::hostNameVerified).orElse(true));
    return tls.requestor().withHostNameVerified(check);
  }

  private boolean given(String section, SourceKey key) {
    return entry(section, key).isPresent();
  }

  private <T> Optional<T> value(String section, SourceKey key, ValueForm<T> form) {
    return entry(section, key).flatMap(found -> values.parse(found, key.key(), false, form));
  }

  private Optional<IniEntry> entry(String section, SourceKey key) {
    return file.entry(section, key.key()).filter(found -> !found.value().isEmpty());
  }
}
