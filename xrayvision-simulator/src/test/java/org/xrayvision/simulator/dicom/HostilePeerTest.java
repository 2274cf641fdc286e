/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a peer may do to a listener between its first byte and its last. After each the listener
 * must serve the next peer and be rid of this one.
 */
@Timeout(120)
class HostilePeerTest {
  private static final int ABORT = PduBytes.ABORT;
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Where a peer, or the next one, has to do something within it. */
  private static final Duration FEASIBLE = Duration.ofSeconds(2);

  @Test
  void aPeerThatSaysNothingIsClosedByArtim() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.artimTimeout(FEASIBLE));
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      assertThat(peer.isClosedByPeer()).isTrue();
      assertThat(listener.await("aborted")).contains("ARTIM");
      listener.assertServesTheNext();
    }
  }

  @Test
  void aRequestThatDripsInIsClosedByArtimAsWell() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.artimTimeout(FEASIBLE));
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      assertThatThrownBy(() -> peer.sendSlowly(request(), 1, Duration.ofMillis(20)))
          .isInstanceOf(IOException.class);
      listener.await("aborted");
      listener.assertServesTheNext();
    }
  }

  @Test
  void anIdleAssociationIsAborted() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.idleTimeout(SHORT));
        ScriptedPeer peer = associated(listener)) {
      assertThat(peer.read()).hasToString("PDU 07: 00 00 00 00");
      assertThat(listener.await("aborted")).contains("did not send in time");
    }
  }

  @Test
  void aMessageHasATotalTimeHoweverSteadilyItDrips() throws Exception {
    try (TestListener listener =
            TestListener.start(options -> options.messageTimeout(FEASIBLE).idleTimeout(FEASIBLE));
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      byte[] data = PduBytes.pData(1, LAST, new byte[3000]);
      assertThatThrownBy(
              () -> {
                peer.sendSlowly(data, 20, Duration.ofMillis(20));
                throw new IOException(peer.readUntil(ABORT).toString());
              })
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("did not send in time");
      assertThat(listener.stored().keySet()).isEmpty();
      listener.assertServesTheNext();
    }
  }

  @Test
  void afterAStallWithinADataSetWhatStillDripsInIsEndedByArtim() throws Exception {
    try (TestListener listener =
            TestListener.start(
                options ->
                    options
                        .messageTimeout(Duration.ofMinutes(5))
                        .idleTimeout(Duration.ofMillis(500))
                        .artimTimeout(FEASIBLE));
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      byte[] data = PduBytes.pData(1, LAST, new byte[20_000]);
      peer.send(Arrays.copyOf(data, 1000));
      peer.readUntil(ABORT);
      assertThatThrownBy(
              () ->
                  peer.sendSlowly(
                      Arrays.copyOfRange(data, 1000, data.length), 1, Duration.ofMillis(20)))
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("did not send in time");
    }
  }

  @Test
  void aPeerThatNeverReadsIsGivenUp() throws Exception {
    try (TestListener listener =
            TestListener.start(options -> options.writeTimeout(Duration.ofMillis(300)));
        ScriptedPeer peer = ScriptedPeer.connectWithSmallWindow(listener.port())) {
      peer.send(request());
      peer.read();
      byte[] echo = PduBytes.pData(3, COMMAND | LAST, PduBytes.echoRequest(1));
      byte[] echoes = new byte[echo.length * 1000];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(echo, 0, echoes, i * echo.length, echo.length);
      }
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  peer.send(echoes);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("did not read in time");
      listener.assertServesTheNext();
    }
  }

  @Test
  void aPduLongerThanAgreedIsAborted() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.maxPduLength(4096));
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pdu(4, 4097, new byte[100]));
      // source service provider, reason invalid PDU parameter value
      assertThat(peer.read()).hasToString("PDU 07: 00 00 02 06");
      assertThat(listener.await("aborted")).contains("4097 bytes is longer than the 4096");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09 00 00000004 00000000", // unknown PDU type
        "00 00 00000000", // type 0
        "01 00 FFFFFFFF", // A-ASSOCIATE-RQ of 4 GiB
        "01 00 00000004 00010000", // A-ASSOCIATE-RQ that is too short
        "05 00 FFFFFFFF", // A-RELEASE-RQ of 4 GiB
        "04 00 00000000", // P-DATA-TF without a PDV
        "04 00 00000003 000000", // P-DATA-TF too short for a PDV
        "04 00 00000006 00000001 01 03", // PDV shorter than its header
        "04 00 00000006 00000003 01 03", // PDV longer than its PDU
        "04 00 00000006 FFFFFFFF 01 03", // the same, far longer
        "04 00 00000006 00000002 01 00", // a data set fragment where a command must begin
        "04 00 0000000A 00000006 01 03 00000000", // a command set that is cut off
        "04 00 00000006 00000002 01 03", // a command set without elements
        "04 00 00000006 00000002 FD 03", // a context that nobody proposed
        "474554202F20485454502F312E310D0A0D0A" // GET / HTTP/1.1
      })
  void garbageInAnAssociationIsAborted(String hex) throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(HexFormat.of().parseHex(hex.replace(" ", "")));
      assertThat(peer.read().type()).isEqualTo(ABORT);
      listener.await("aborted");
      listener.assertServesTheNext();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "474554202F20485454502F312E310D0A0D0A", // GET / HTTP/1.1
        "02 00 00000004 00000000", // A-ASSOCIATE-AC, and too short
        "04 00 00000006 00000002 01 03", // P-DATA-TF
        "05 00 00000004 00000000", // A-RELEASE-RQ
        "FF 00 00000004 00000000" // unknown
      })
  void whatIsNoRequestIsAbortedByTheServiceUser(String hex) throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(HexFormat.of().parseHex(hex.replace(" ", "")));
      assertThat(peer.read()).hasToString("PDU 07: 00 00 00 00"); // AA-1
      listener.await("aborted");
    }
  }

  @Test
  void aSecondRequestIsAnUnexpectedPdu() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(request());
      assertThat(peer.read()).hasToString("PDU 07: 00 00 02 02"); // AA-8
    }
  }

  @Test
  void aPduCutOffByTheEndOfTheConnectionEndsTheAssociation() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      byte[] whole = PduBytes.pData(1, LAST, new byte[1000]);
      peer.send(Arrays.copyOf(whole, 500));
      peer.shutdownOutput();
      listener.await("aborted");
      assertThat(listener.stored().keySet()).isEmpty();
      listener.assertServesTheNext();
    }
  }

  @Test
  void anAbortInTheMiddleOfDataStoresNothing() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      peer.send(PduBytes.pData(1, 0, new byte[5000]));
      peer.send(PduBytes.abort(0, 0));
      assertThat(listener.await("aborted")).contains("the peer aborted");
      assertThat(peer.isClosedByPeer()).isTrue();
      assertThat(listener.stored().keySet()).isEmpty();
      listener.assertServesTheNext();
    }
  }

  @Test
  void aReleaseInTheMiddleOfDataIsAnsweredWithAnAbort() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      peer.send(PduBytes.pData(1, 0, new byte[5000]));
      peer.send(PduBytes.four(PduBytes.RELEASE_RQ));
      assertThat(peer.read().type()).isEqualTo(ABORT);
      assertThat(listener.await("aborted")).contains("in the middle of a message");
      assertThat(listener.stored().keySet()).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsResetInTheMiddleOfDataStoresNothing() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      peer.send(PduBytes.pData(1, 0, new byte[5000]));
      peer.reset();
      listener.await("aborted");
      assertThat(listener.stored().keySet()).isEmpty();
      listener.assertServesTheNext();
    }
  }

  @Test
  void aCommandSetWithoutEndIsBounded() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      byte[] fragment = PduBytes.pData(1, COMMAND, new byte[10_000]);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  peer.send(fragment);
                }
                throw new IOException(peer.readUntil(ABORT).toString());
              })
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("a command set of more than");
    }
  }

  @Test
  void aDataSetFragmentOfAnotherContextIsAborted() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      peer.send(PduBytes.pData(3, LAST, new byte[10]));
      assertThat(peer.read()).hasToString("PDU 07: 00 00 02 06");
      assertThat(listener.stored().keySet()).isEmpty();
    }
  }

  @Test
  void aPeerThatDoesNotCloseAfterTheReleaseIsClosedByArtim() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.artimTimeout(FEASIBLE));
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.four(PduBytes.RELEASE_RQ));
      assertThat(peer.read().type()).isEqualTo(PduBytes.RELEASE_RP);
      listener.await("released");
      assertThat(listener.listener().activeAssociations()).isZero();
      assertThat(peer.isClosedByPeer()).isTrue();
    }
  }

  /** A peer that aborts, but goes on sending: Sta13 ignores it (AA-6, AA-7). */
  @Test
  void whatComesAfterAnAbortIsIgnored() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.artimTimeout(FEASIBLE));
        ScriptedPeer peer = associated(listener)) {
      peer.send(request()); // provokes A-ABORT
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      peer.send(request());
      assertThat(peer.read()).hasToString("PDU 07: 00 00 02 02");
      assertThat(peer.read()).hasToString("PDU 07: 00 00 02 02");
      assertThat(peer.isClosedByPeer()).isTrue();
    }
  }

  private static ScriptedPeer associated(TestListener listener) throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(listener.port());
    peer.send(request());
    assertThat(peer.read().type()).isEqualTo(2);
    return peer;
  }

  private static byte[] request() {
    return PduBytes.associateRequest(
        "RECEIVER",
        "HOSTILE",
        16384,
        List.of(
            PduBytes.Context.of(1, CR, EXPLICIT),
            PduBytes.Context.of(3, "1.2.840.10008.1.1", "1.2.840.10008.1.2")));
  }
}
