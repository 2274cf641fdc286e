/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.dicom.net.TlsProfile;

/** DICOM over TLS, our requestor and raw sockets against our listener (PS3.15 annex B). */
@Timeout(120)
class TlsTest {
  @TempDir private static Path folder;
  @TempDir private static Path strangers;

  private static TestAuthority authority;
  private static TestAuthority.Issued server;
  private static TestAuthority.Issued client;
  private static TestAuthority other;
  private static TestAuthority.Issued stranger;

  @BeforeAll
  static void issue() throws IOException {
    authority = TestAuthority.in(folder);
    server = authority.issue("server");
    client = authority.issue("client");
    other = TestAuthority.in(strangers);
    stranger = other.issue("stranger");
  }

  @ParameterizedTest
  @EnumSource(TlsProfile.class)
  void aStoreOverTlsArrivesByteForByte(TlsProfile profile) throws Exception {
    byte[] data = new byte[3_000_000];
    new Random(1).nextBytes(data);
    TlsOptions ours = acceptor().profile(profile).build();
    try (TestListener listener = listening(ours, options -> options);
        Association association = open(listener, trusting().build())) {
      assertThat(association.store(CR, "1.2.3", EXPLICIT, new ByteArrayInputStream(data)).code())
          .isZero();
      assertThat(association.echo().code()).isZero();
      association.release();
      assertThat(listener.stored().get("1.2.3")).isEqualTo(data);
      listener.await("released SENDER");
    }
  }

  @Test
  void thePortWithoutTlsGoesOnBesideTheOneWithIt() throws Exception {
    try (TestListener listener = listening(acceptor().build(), options -> options.port(0))) {
      listener.assertServesTheNext();
      try (Association association = open(listener, trusting().build())) {
        assertThat(association.echo().code()).isZero();
      }
    }
  }

  @Test
  void identityAndTrustMayComeFromKeyStores() throws Exception {
    TlsOptions ours =
        TlsOptions.builder()
            .keyStore(server.keyStore(), TestAuthority.PASSWORD.toCharArray())
            .trust(authority.trust(), null)
            .clientCertificateRequired(true)
            .build();
    TlsOptions theirs =
        trusting().keyStore(client.keyStore(), TestAuthority.PASSWORD.toCharArray()).build();
    try (TestListener listener = listening(ours, options -> options);
        Association association = open(listener, theirs)) {
      assertThat(association.echo().code()).isZero();
    }
  }

  @Test
  void aClientWithoutCertificateIsRefusedWhereOneIsRequired() throws Exception {
    try (TestListener listener = listening(mutual().build(), options -> options)) {
      assertThatThrownBy(() -> open(listener, trusting().build()))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("TLS");
      assertThat(listener.await("aborted")).contains("shows no certificate");
      try (Association good =
          open(
              listener, trusting().certificate(client.certificate(), client.key(), null).build())) {
        assertThat(good.echo().code()).isZero();
      }
    }
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() throws Exception {
    TlsOptions theirs =
        trusting().certificate(stranger.certificate(), stranger.key(), null).build();
    try (TestListener listener = listening(mutual().build(), options -> options)) {
      assertThatThrownBy(() -> open(listener, theirs)).isInstanceOf(AssociationException.class);
      assertThat(listener.await("aborted")).contains("TLS").contains("of nobody whom we trust");
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsNotCalled() throws Exception {
    TlsOptions theirs = TlsOptions.builder().trust(other.trust(), null).build();
    try (TestListener listener = listening(acceptor().build(), options -> options)) {
      AssociationException e =
          catchThrowableOfType(AssociationException.class, () -> open(listener, theirs));
      assertThat(e.kind()).isEqualTo(AssociationException.Kind.CONNECT_FAILED);
      assertThat(e).hasMessageContaining("of nobody whom we trust");
      assertThat(listener.await("aborted")).contains("TLS");
    }
  }

  @Test
  void theHostNameCountsUnlessTurnedOff() throws Exception {
    TestAuthority.Issued elsewhere = authority.issueForElsewhere("elsewhere");
    TlsOptions ours =
        TlsOptions.builder().certificate(elsewhere.certificate(), elsewhere.key(), null).build();
    TlsOptions strict = trusting().build();
    try (TestListener listener = listening(ours, options -> options)) {
      assertThatThrownBy(() -> open(listener, strict)).hasMessageContaining("for another host");
      try (Association association = open(listener, strict.withHostNameVerified(false))) {
        assertThat(association.echo().code()).isZero();
      }
    }
  }

  @Test
  void aPeerWithoutTlsIsToldApartAndEnded() throws Exception {
    try (TestListener listener = listening(acceptor().build(), options -> options);
        ScriptedPeer peer = ScriptedPeer.connect(listener.listener().tlsPort())) {
      peer.send(PduBytes.associateRequest("RECEIVER", "PLAIN", 16384, List.of()));
      peer.discardUntilClosed();
      assertThat(listener.await("aborted")).contains("the peer speaks without TLS");
      assertThat(listener.listener().activeAssociations()).isZero();
    }
  }

  @Test
  void aSilentPeerOfTheTlsPortIsEndedByArtim() throws Exception {
    try (TestListener listener =
            listening(acceptor().build(), options -> options.artimTimeout(Duration.ofMillis(200)));
        ScriptedPeer peer = ScriptedPeer.connect(listener.listener().tlsPort())) {
      peer.discardUntilClosed();
      assertThat(listener.await("aborted")).contains("the handshake was not over in time");
    }
  }

  /** Every byte comes well within any time-out of a single read: only the sum is too long. */
  @Test
  void aHandshakeThatDripsInIsEndedByArtim() throws Exception {
    try (TestListener listener =
            listening(acceptor().build(), options -> options.artimTimeout(Duration.ofMillis(300)));
        ScriptedPeer peer = ScriptedPeer.connect(listener.listener().tlsPort())) {
      byte[] hello = new byte[1000];
      hello[0] = 0x16; // a handshake record of 995 bytes, TLS 1.2
      hello[1] = 3;
      hello[2] = 3;
      hello[3] = 3;
      hello[4] = (byte) 0xE3;
      assertThatThrownBy(() -> peer.sendSlowly(hello, 1, Duration.ofMillis(20)))
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("the handshake was not over in time");
    }
  }

  @Test
  void anUnfinishedHandshakeHoldsOneOfThePlaces() throws Exception {
    try (TestListener listener =
            listening(
                acceptor().build(),
                options -> options.maxAssociations(1).artimTimeout(Duration.ofSeconds(20)));
        ScriptedPeer half = ScriptedPeer.connect(listener.listener().tlsPort())) {
      awaitAssociations(listener, 1);
      AssociationException e =
          catchThrowableOfType(
              AssociationException.class, () -> open(listener, trusting().build()));
      assertThat(e.result()).hasValue(2); // transient, local limit exceeded
      half.shutdownOutput();
      awaitAssociations(listener, 0);
      try (Association association = open(listener, trusting().build())) {
        assertThat(association.echo().code()).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void oldVersionsAreRefused(String version) throws Exception {
    try (TestListener listener = listening(acceptor().build(), options -> options)) {
      // By hand, as the JDK does not speak them any more: a ClientHello of that version.
      int minor = version.equals("TLSv1") ? 1 : 2;
      try (ScriptedPeer peer = ScriptedPeer.connect(listener.listener().tlsPort())) {
        peer.send(clientHello(minor));
        peer.discardUntilClosed();
      }
      assertThat(listener.await("aborted")).contains("TLS").contains("not enabled or supported");
    }
  }

  @Test
  void weakSuitesAreRefused() throws Exception {
    try (TestListener listener = listening(acceptor().build(), options -> options);
        Socket socket =
            SSLContext.getDefault()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listener.listener().tlsPort())) {
      SSLSocket secure = (SSLSocket) socket;
      secure.setEnabledProtocols(new String[] {"TLSv1.2"});
      secure.setEnabledCipherSuites(
          new String[] {
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_256_GCM_SHA384"
          });
      assertThatThrownBy(secure::startHandshake).isInstanceOf(SSLException.class);
      assertThat(listener.await("aborted")).contains("no cipher suites in common");
    }
  }

  @Test
  void onlyTls13MeansIt() throws Exception {
    TlsOptions ours = acceptor().profile(TlsProfile.TLS_1_3_ONLY).build();
    try (TestListener listener = listening(ours, options -> options);
        Socket socket =
            SSLContext.getDefault()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listener.listener().tlsPort())) {
      SSLSocket secure = (SSLSocket) socket;
      secure.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(secure::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aTlsPeerOfThePlainPortIsAborted() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(clientHello(3));
      assertThat(peer.read().type()).isEqualTo(PduBytes.ABORT);
      assertThat(listener.await("aborted")).contains("the peer speaks TLS");
      listener.assertServesTheNext();
    }
  }

  @Test
  void anEncryptedAssociationThatFallsSilentIsAborted() throws Exception {
    try (TestListener listener =
            listening(acceptor().build(), options -> options.idleTimeout(Duration.ofMillis(300)));
        Association association = open(listener, trusting().build())) {
      assertThat(listener.await("aborted")).contains("did not send in time");
      assertThatThrownBy(association::echo).isInstanceOf(AssociationException.class);
    }
  }

  @Test
  void whatIsWrongWithFilesIsSaidAtOnce() throws Exception {
    TestAuthority.Issued old = authority.issueWithDaysLeft("old", -1);
    Path pkcs1 = Files.writeString(folder.resolve("pkcs1.key"), pem("RSA PRIVATE KEY"));
    Path damaged = Files.writeString(folder.resolve("damaged.key"), pem("PRIVATE KEY"));
    assertWrong(
        TlsOptions.builder().certificate(old.certificate(), old.key(), null), "has expired at");
    assertWrong(certificateWith(pkcs1), "openssl pkcs8 -topk8 -nocrypt -in");
    assertWrong(certificateWith(damaged), "a private key that is damaged");
    assertWrong(certificateWith(client.key()), "is not the key of the first certificate");
    assertWrong(certificateWith(server.certificate()), "no \"-----BEGIN PRIVATE KEY-----\"");
    assertWrong(certificateWith(folder.resolve("nowhere.key")), "nowhere.key does not exist");
    assertWrong(
        TlsOptions.builder().keyStore(server.keyStore(), "wrong".toCharArray()),
        "cannot be read as a key store");
    assertWrong(TlsOptions.builder().trust(server.key(), null), "BEGIN CERTIFICATE");
    assertWrong(acceptor().clientCertificateRequired(true), "say whose certificates are trusted");
  }

  @Test
  void aListenerNeedsACertificate() {
    assertThatThrownBy(
            () ->
                AcceptorOptions.builder()
                    .port(-1)
                    .tls(0, trusting().build())
                    .storageSopClassUids(List.of(CR))
                    .build())
        .hasMessageContaining("tls must have a certificate and a key");
    assertThatThrownBy(
            () -> AcceptorOptions.builder().port(-1).storageSopClassUids(List.of(CR)).build())
        .hasMessageContaining("port -1 needs tls");
  }

  // ---- what the tests share

  private static void assertWrong(TlsOptions.Builder builder, String sentence) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  private static TlsOptions.Builder certificateWith(Path key) {
    return TlsOptions.builder().certificate(server.certificate(), key, null);
  }

  private static String pem(String label) {
    return "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n";
  }

  private static TlsOptions.Builder acceptor() {
    return TlsOptions.builder().certificate(server.certificate(), server.key(), null);
  }

  private static TlsOptions.Builder mutual() {
    return acceptor().trust(authority.trust(), null).clientCertificateRequired(true);
  }

  private static TlsOptions.Builder trusting() {
    return TlsOptions.builder().trust(authority.trust(), null);
  }

  private static TestListener listening(
      TlsOptions tls, UnaryOperator<AcceptorOptions.Builder> change) throws IOException {
    return TestListener.start(options -> change.apply(options.port(-1).tls(0, tls)));
  }

  private static Association open(TestListener listener, TlsOptions tls) throws IOException {
    return Association.open(
        RequestorOptions.builder()
            .callingAETitle("SENDER")
            .calledAETitle("RECEIVER")
            .host("127.0.0.1")
            .port(listener.listener().tlsPort())
            .responseTimeout(Duration.ofSeconds(30))
            .tls(tls)
            .contexts(
                List.of(
                    ProposedContext.of(SOPClass.Verification, IMPLICIT),
                    ProposedContext.of(CR, EXPLICIT)))
            .build());
  }

  private static void awaitAssociations(TestListener listener, int count) throws Exception {
    for (int i = 0; i < 15_000 && listener.listener().activeAssociations() != count; i++) {
      Thread.sleep(2);
    }
    assertThat(listener.listener().activeAssociations()).isEqualTo(count);
  }

  /** A ClientHello of TLS 1.(minor-1) with two suites and no extension. */
  private static byte[] clientHello(int minor) {
    byte[] random = new byte[32];
    byte[] rest = {0, 0, 4, (byte) 0xC0, 0x13, 0, 0x2F, 1, 0};
    byte[] body = PduBytes.concat(new byte[] {3, (byte) minor}, random, rest);
    byte[] handshake = PduBytes.concat(new byte[] {1, 0, 0, (byte) body.length}, body);
    return PduBytes.concat(new byte[] {0x16, 3, 1, 0, (byte) handshake.length}, handshake);
  }
}
