/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.server.config.ConfigurationException;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.simulator.dicom.TestAuthority;

/** A server that is asked over TLS, by browsers and by its own command line. */
@Timeout(120)
class TlsHttpTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path data;
  @TempDir private Path issued;
  private TestAuthority authority;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    authority = TestAuthority.in(issued);
    TestAuthority.Issued own = authority.issueWithDaysLeft("localhost", 12);
    configure(own.certificate(), own.key());
    server = Server.start(load(), PASSWORD, null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void configure(Path certificate, Path key) throws IOException {
    Files.writeString(
        data.resolve("local.cfg"),
        """
        [dicom]
        AE_PORT = 0
        dicom_address = 127.0.0.1
        [openai]
        OPENAI_URL_PRIMARY = http://127.0.0.1:9/v1/chat/completions
        OPENAI_URL_SECONDARY =
        [dashboard]
        DASHBOARD_PORT = 0
        http_tls_certificate = %s
        http_tls_key = %s
        """
            .formatted(certificate, key));
  }

  private ServerConfiguration load() {
    return ConfigurationLoader.load(
        new ConfigurationSources(data, null, false, Map.of(), List.of()));
  }

  private HttpClient client(SSLParameters parameters) {
    TlsOptions trust = TlsOptions.builder().trust(authority.trust(), null).build();
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(trust.context())
        .sslParameters(parameters)
        .build();
  }

  private URI uri(String path) {
    return URI.create("https://localhost:" + server.dashboard().getPort() + path);
  }

  @Test
  void aBrowserGetsASecureCookieAndIsToldToStayWithTls() throws Exception {
    assertThat(server.dashboard().getScheme()).isEqualTo("https");
    HttpResponse<String> answer =
        client(new SSLParameters())
            .send(
                HttpRequest.newBuilder(uri("/api/login"))
                    .header("Content-Type", "application/json")
                    .header("Origin", uri("").toString())
                    .POST(
                        BodyPublishers.ofString(
                            "{\"user\":\"admin\",\"password\":\"" + PASSWORD + "\"}"))
                    .build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
    assertThat(answer.headers().firstValue("Strict-Transport-Security"))
        .contains("max-age=31536000");
  }

  @Test
  void aCertificateThatEndsSoonIsTold() throws Exception {
    Path log = data.resolve("xrayvision.log");
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!Files.readString(log).contains("http_tls_certificate expires in 11 days")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void plainHttpAndOldVersionsAreNotSpoken() {
    SSLParameters old = new SSLParameters();
    old.setProtocols(new String[] {"TLSv1.1"});
    assertThatThrownBy(
            () ->
                client(old)
                    .send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
    URI plain = URI.create("http://localhost:" + server.dashboard().getPort() + "/");
    assertThatThrownBy(
            () ->
                client(new SSLParameters())
                    .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theCommandLineKnowsItsServerByTheCertificateAndNoOther() throws Exception {
    assertThat(ServerConnection.to(data).get("/api/status").isObject()).isTrue();
    Path control = data.resolve("control");
    String text = Files.readString(control);
    Files.writeString(control, text.replaceFirst("certificate=..", "certificate=00"));

    assertThatThrownBy(() -> ServerConnection.to(data).get("/api/status"))
        .hasMessageContaining("does not answer as it should");
  }

  @Test
  void aCertificateThatCannotBeUsedStopsTheStart() throws Exception {
    configure(data.resolve("nothing.pem"), data.resolve("nothing.key"));
    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("http_tls_certificate");
    Files.writeString(data.resolve("local.cfg"), "[dashboard]\nhttp_tls_certificate = x.pem\n");
    assertThatThrownBy(this::load).hasMessageContaining("http_tls_key");
  }
}
