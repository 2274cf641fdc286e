/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.simulator.dicom.TestAuthority;

/** A server that takes DICOM over TLS alone, from those who show a certificate. */
@Timeout(120)
class TlsServerTest {
  @TempDir private Path data;
  @TempDir private Path issued;
  private TestAuthority authority;

  @BeforeEach
  void configure() throws IOException {
    authority = TestAuthority.in(issued);
    TestAuthority.Issued server = authority.issueWithDaysLeft("server", 12);
    Files.writeString(
        data.resolve("local.cfg"),
        """
        [dicom]
        AE_PORT = -1
        dicom_address = 127.0.0.1
        tls = mutual
        tls_port = 0
        tls_certificate = %s
        tls_key = %s
        tls_trust = %s
        [openai]
        OPENAI_URL_PRIMARY = http://127.0.0.1:9/v1/chat/completions
        OPENAI_URL_SECONDARY =
        [dashboard]
        DASHBOARD_PORT = 0
        """
            .formatted(server.certificate(), server.key(), authority.trust()));
  }

  @Test
  void takesWhoShowsACertificateAndSaysWhereAndUntilWhen() throws Exception {
    TestAuthority.Issued client = authority.issue("client");
    TlsOptions known =
        TlsOptions.builder()
            .certificate(client.certificate(), client.key(), null)
            .trust(authority.trust(), null)
            .build();
    TlsOptions unknown = TlsOptions.builder().trust(authority.trust(), null).build();
    ServerConfiguration configuration =
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, Map.of(), List.of()));
    try (Server server = Server.start(configuration, "correct horse battery", null)) {
      StringWriter announced = new StringWriter();
      server.announce(new PrintWriter(announced));
      assertThat(announced.toString())
          .contains("dicom over TLS: XRAYVISION@127.0.0.1:")
          .doesNotContain("dicom: ");

      try (Association association = Association.open(to(announced.toString(), known))) {
        assertThat(association.echo().code()).isZero();
      }
      assertThatThrownBy(() -> Association.open(to(announced.toString(), unknown)))
          .hasMessageContaining("TLS");
      assertThatThrownBy(() -> Association.open(to(announced.toString(), null)))
          .isInstanceOf(IOException.class);
    }
    String log = Files.readString(data.resolve("xrayvision.log"));
    assertThat(log).contains("expires in 11 days", "TLS: ", "the peer speaks without TLS");
  }

  private static RequestorOptions to(String announced, TlsOptions tls) {
    String line =
        announced
            .lines()
            .filter(text -> text.startsWith("dicom over TLS"))
            .findFirst()
            .orElseThrow();
    return RequestorOptions.builder()
        .callingAETitle("TESTER")
        .calledAETitle("XRAYVISION")
        .host("127.0.0.1")
        .port(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip()))
        .tls(tls)
        .contexts(List.of(ProposedContext.of(SOPClass.Verification, "1.2.840.10008.1.2")))
        .build();
  }
}
