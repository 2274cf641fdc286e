/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.net.TlsOptions;

/** The keys {@code commitment_...} of {@code [source:AETITLE]}. */
class CommitmentKeysTest {
  private static final String SOURCE = "[source:A]\ncommitment_address = 192.0.2.7:104\n";
  private static final String SECRET_PACS =
      "[pacs:x]\nae_title = A\naddress = 192.0.2.7\ntls = yes\n";

  @TempDir private Path data;

  @Test
  void aSenderIsToldPlainlyByDefault() throws IOException {
    CommitmentAddress address = loaded(SOURCE).commitmentAddresses().get("A");

    assertThat(address.address().getHostString()).isEqualTo("192.0.2.7");
    assertThat(address.address().getPort()).isEqualTo(104);
    assertThat(address.address().isUnresolved()).isTrue();
    assertThat(address.tls()).isNull();
  }

  @Test
  void overTlsWhereItSaysSo() throws IOException {
    assertThat(present(tls(SOURCE + "commitment_tls = yes\n")).hostNameVerified()).isTrue();
    String unchecked = SOURCE + "commitment_tls = yes\ncommitment_tls_check_host = no\n";
    assertThat(present(tls(unchecked)).hostNameVerified()).isFalse();
  }

  @Test
  void asThePacsOfThatTitleIsCalledWhereItSaysNothing() throws IOException {
    assertThat(present(tls(SOURCE + SECRET_PACS)).hostNameVerified()).isTrue();
    String unchecked = SOURCE + SECRET_PACS + "tls_check_host = no\n";
    assertThat(present(tls(unchecked)).hostNameVerified()).isFalse();
    assertThat(tls(SOURCE + SECRET_PACS.replace("= A", "= B"))).isNull();
    assertThat(tls(SOURCE + "commitment_tls = no\n" + SECRET_PACS)).isNull();
  }

  @Test
  void tlsWithoutAnAddressIsAWarning() throws IOException {
    assertThat(loaded("[source:A]\ncommitment_tls = yes\n").warnings())
        .anySatisfy(
            text -> assertThat(text).contains("[source:A]", "commitment_address is missing"));
  }

  @Test
  void whatIsNeitherYesNorNoStopsTheStart() {
    assertThatThrownBy(() -> loaded(SOURCE + "commitment_tls = perhaps\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[source:A] commitment_tls");
  }

  private @Nullable TlsOptions tls(String text) throws IOException {
    return loaded(text).commitmentAddresses().get("A").tls();
  }

  private static TlsOptions present(@Nullable TlsOptions tls) {
    assertThat(tls).isNotNull();
    return tls;
  }

  private ServerConfiguration loaded(String text) throws IOException {
    Files.writeString(data.resolve("local.cfg"), text);
    return ConfigurationLoader.load(
        new ConfigurationSources(data, null, false, Map.of(), List.of()));
  }
}
