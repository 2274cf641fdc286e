/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.dicom.net.TlsProfile;
import org.xrayvision.simulator.dicom.TestAuthority;

/** The keys {@code tls...} of {@code [dicom]}. */
class TlsSectionTest {
  private static final String PEM = "tls_certificate = own/server.pem\ntls_key = own/server.key\n";

  @TempDir private static Path data;

  @BeforeAll
  static void issue() throws IOException {
    TestAuthority authority = TestAuthority.in(Files.createDirectory(data.resolve("own")));
    assertThat(authority.issue("server").key()).exists();
    assertThat(authority.issueWithDaysLeft("ending", 10).key()).exists();
    assertThat(authority.issueWithDaysLeft("ended", -10).key()).exists();
  }

  @Test
  void isOffByDefault() throws IOException {
    TlsSettings tls = load("").tls();

    assertThat(tls.acceptor()).isNull();
    assertThat(tls.material()).isNull();
    assertThat(tls.requestor().hostNameVerified()).isTrue();
  }

  @Test
  void takesPemFilesBesideTheData() throws IOException {
    TlsSettings tls = load("tls = server\ntls_port = 0\ntls_profile = tls13\n" + PEM).tls();

    assertThat(tls.port()).isZero();
    assertThat(acceptor(tls).clientCertificateRequired()).isFalse();
    assertThat(acceptor(tls).profile()).isEqualTo(TlsProfile.TLS_1_3_ONLY);
    assertThat(tls.warning(Instant.now())).isEmpty();
  }

  @Test
  void mutualTakesAKeyStoreAndATrustFile() throws IOException {
    TlsSettings tls =
        load("tls = mutual\nAE_PORT = -1\ntls_trust = own/ca.pem\ntls_keystore = own/server.p12\n"
                + "tls_keystore_password = "
                + TestAuthority.PASSWORD
                + "\n")
            .tls();

    assertThat(acceptor(tls).clientCertificateRequired()).isTrue();
    assertThat(tls.requestor().expires()).isPresent();
  }

  @Test
  void aCertificateThatEndsSoonIsAWarning() throws IOException {
    TlsSettings tls =
        load("tls = server\ntls_certificate = own/ending.pem\ntls_key = own/ending.key\n").tls();

    assertThat(tls.warning(Instant.now()))
        .hasValueSatisfying(text -> assertThat(text).contains("expires in 9 days"));
    assertThat(tls.warning(Instant.now().plus(Duration.ofDays(11))))
        .hasValueSatisfying(text -> assertThat(text).contains("has expired"));
  }

  @Test
  void whatCannotBeStopsTheStart() {
    assertProblem("tls = server\n", "tls needs tls_certificate and tls_key");
    assertProblem("tls = server\ntls_key = own/server.key\n", "belong together");
    assertProblem("tls = mutual\n" + PEM, "say whose certificates are trusted");
    assertProblem("tls = server\ntls_trust = own/ca.pem\n", "no certificate of ours");
    assertProblem("AE_PORT = -1\n", "AE_PORT = -1 needs tls");
    assertProblem(
        "tls = server\ntls_certificate = own/ended.pem\ntls_key = own/ended.key\n",
        "has expired at");
    assertProblem(
        "tls = server\ntls_certificate = own/none.pem\ntls_key = own/server.key\n",
        "none.pem does not exist");
    assertProblem(
        "tls = server\ntls_keystore = own/server.p12\ntls_keystore_password = wrong\n",
        "cannot be read as a key store");
    assertProblem("tls = yes\n", "must be one of OFF, SERVER, MUTUAL");
  }

  @Test
  void passwordsAreNotShown() throws IOException {
    assertThat(loadAll("tls_key_password = hush\n").shown())
        .doesNotContainKeys("tls_key_password", "tls_keystore_password", "tls_trust_password");
  }

  private static TlsOptions acceptor(TlsSettings tls) {
    TlsOptions acceptor = tls.acceptor();
    assertThat(acceptor).isNotNull();
    return acceptor == null ? tls.requestor() : acceptor;
  }

  private static void assertProblem(String lines, String sentence) {
    assertThatThrownBy(() -> load(lines))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(sentence);
  }

  private static DicomSettings load(String lines) throws IOException {
    return loadAll(lines).dicom();
  }

  private static ServerConfiguration loadAll(String lines) throws IOException {
    Files.writeString(data.resolve("local.cfg"), "[dicom]\n" + lines);
    return ConfigurationLoader.load(
        new ConfigurationSources(data, null, false, Map.of(), List.of()));
  }
}
