/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.TlsOptions;

/** Encrypted associations with peers that do not do their part, and how they end. */
@Timeout(120)
class TlsLifeTest {
  @TempDir private static Path folder;
  private static TlsOptions ours;

  @BeforeAll
  static void issue() throws IOException {
    TestAuthority.Issued server = TestAuthority.in(folder).issue("server");
    ours = TlsOptions.builder().certificate(server.certificate(), server.key(), null).build();
  }

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (int i = 0; i < 6000 && !ProcessState.threads("dicom-").isEmpty(); i++) {
      Thread.sleep(5);
    }
    assertThat(ProcessState.threads("dicom-")).isEmpty();
  }

  @Test
  void closingTheListenerEndsAHandshakeUnderWay() throws Exception {
    try (TestListener listener = listening(options -> options.artimTimeout(Duration.ofMinutes(5)));
        ScriptedPeer half = ScriptedPeer.connect(listener.listener().tlsPort())) {
      half.send(new byte[] {0x16, 3, 3, 1, 0, 1});
      while (listener.listener().activeAssociations() == 0) {
        Thread.sleep(1);
      }
      long begin = System.nanoTime();
      listener.listener().close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
      half.discardUntilClosed();
    }
  }

  /**
   * A write that is stuck under TLS holds TLS's own locks: only the socket beneath can be closed.
   */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aPeerThatNeverReadsIsGivenUp(String version) throws Exception {
    try (TestListener listener =
            listening(options -> options.writeTimeout(Duration.ofMillis(500)));
        SSLSocket peer = associated(listener, version)) {
      assertThatThrownBy(() -> echoWithoutEnd(peer)).isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("did not read in time");
      assertThat(listener.listener().activeAssociations()).isZero();
    }
  }

  @Test
  void closingTheListenerFreesAWriteThatIsStuck() throws Exception {
    try (TestListener listener = listening(options -> options.writeTimeout(Duration.ofMinutes(5)));
        SSLSocket peer = associated(listener, "TLSv1.3")) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  echoWithoutEnd(peer);
                } catch (IOException e) {
                  // the end that is wanted
                }
              });
      sender.start();
      while (!isStuckInWrite()) {
        Thread.sleep(5);
      }
      listener.listener().close();
      sender.join(60_000);
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void anEncryptedMessageThatDripsIsTooSlow() throws Exception {
    try (TestListener listener =
            listening(
                options ->
                    options
                        .minBytesPerSecond(100_000)
                        .rateWindow(Duration.ofMillis(300))
                        .artimTimeout(Duration.ofSeconds(2)));
        SSLSocket peer = associated(listener, "TLSv1.3")) {
      byte[] data = PduBytes.pData(1, LAST, new byte[1000]);
      assertThatThrownBy(
              () -> {
                peer.getOutputStream()
                    .write(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
                for (byte one : data) {
                  peer.getOutputStream().write(one);
                  Thread.sleep(20);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("less than 100000 bytes per second");
      assertThat(listener.stored()).isEmpty();
    }
  }

  @Test
  void aConnectionCutOffWithoutFarewellKeepsNothing() throws Exception {
    try (TestListener listener = listening(options -> options)) {
      Socket beneath = new Socket(InetAddress.getLoopbackAddress(), listener.listener().tlsPort());
      try (SSLSocket peer = secured(beneath, "TLSv1.3")) {
        associate(peer);
        peer.getOutputStream()
            .write(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
        peer.getOutputStream().write(PduBytes.pData(1, 0, new byte[1000]));
        beneath.close();
        listener.await("aborted");
        assertThat(listener.stored()).isEmpty();
      }
    }
  }

  // ---- what the tests share

  private static TestListener listening(UnaryOperator<AcceptorOptions.Builder> change)
      throws IOException {
    return TestListener.start(options -> change.apply(options.port(-1).tls(0, ours)));
  }

  /** Whether an association waits for room in its socket's buffer. */
  private static boolean isStuckInWrite() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("dicom-scp"))
        .map(entry -> Arrays.toString(entry.getValue()))
        .anyMatch(stack -> stack.contains("implWrite") && stack.contains("NioSocketImpl.park"));
  }

  private static void echoWithoutEnd(SSLSocket peer) throws IOException {
    byte[] echo = PduBytes.pData(3, COMMAND | LAST, PduBytes.echoRequest(1));
    byte[] many = PduBytes.concat(Collections.nCopies(100, echo).toArray(byte[][]::new));
    for (int i = 0; i < 100_000; i++) {
      peer.getOutputStream().write(many);
    }
  }

  private static SSLSocket associated(TestListener listener, String version) throws Exception {
    Socket beneath = new Socket();
    beneath.setReceiveBufferSize(1024);
    beneath.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.listener().tlsPort()));
    SSLSocket peer = secured(beneath, version);
    associate(peer);
    return peer;
  }

  private static SSLSocket secured(Socket beneath, String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(beneath, "localhost", 0, true);
    secure.setEnabledProtocols(new String[] {version});
    return secure;
  }

  private static void associate(SSLSocket peer) throws IOException {
    peer.getOutputStream()
        .write(
            PduBytes.associateRequest(
                "RECEIVER",
                "SECURE",
                16384,
                List.of(
                    PduBytes.Context.of(1, CR, EXPLICIT),
                    PduBytes.Context.of(3, "1.2.840.10008.1.1", IMPLICIT))));
    assertThat(peer.getInputStream().read()).isEqualTo(2);
  }

  /** Of no concern here. */
  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
