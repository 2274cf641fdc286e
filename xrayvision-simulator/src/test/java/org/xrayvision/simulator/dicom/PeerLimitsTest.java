/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.dicom.net.AcceptorOptions;
import org.xrayvision.dicom.net.CallerOptions;

/** What one peer may do: where from, how often, how slowly, how long. */
@Timeout(120)
class PeerLimitsTest {
  private static final String TRANSIENT = "the association was not accepted: PDU 03: 00 02 03 02";
  private static final String NOT_RECOGNIZED =
      "the association was not accepted: PDU 03: 00 01 01 03";

  @Test
  void aTitleFromAnotherAddressIsNotRecognized() throws Exception {
    CallerOptions elsewhere =
        new CallerOptions(address -> address.getHostAddress().equals("192.0.2.7"), 0);
    CallerOptions here = new CallerOptions(InetAddress::isLoopbackAddress, 0);
    try (TestListener listener =
        TestListener.start(
            options -> options.callers(Map.of("MODALITY", elsewhere, "LOCAL", here)))) {
      assertThatThrownBy(() -> open(listener, "MODALITY")).hasMessage(NOT_RECOGNIZED);
      assertThat(listener.await("rejected 1 1 3")).contains("MODALITY may not call from 127.0.0.1");
      open(listener, "LOCAL").close();
      open(listener, "ANYBODY").close();
      assertThat(listener.stored()).isEmpty();
      listener.assertServesTheNext();
    }
  }

  @Test
  void anAddressHasNoMoreThanItsAssociations() throws Exception {
    try (TestListener listener =
            TestListener.start(options -> options.maxAssociationsPerAddress(2));
        RawAssociation first = open(listener, "ONE");
        RawAssociation second = open(listener, "TWO")) {
      assertThatThrownBy(() -> open(listener, "THREE")).hasMessage(TRANSIENT);
      assertThat(listener.await("rejected 2 3 2"))
          .contains("127.0.0.1 has all 2 associations it may have");
      first.release();
      listener.await("released ONE");
      listener.assertServesTheNext();
      assertThat(second.store(1, CR, "1.2", new byte[10]).status()).isZero();
    }
  }

  @Test
  void aTitleHasNoMoreThanItsAssociations() throws Exception {
    CallerOptions one = new CallerOptions(address -> true, 1);
    try (TestListener listener =
            TestListener.start(options -> options.callers(Map.of("BUSY", one)));
        RawAssociation first = open(listener, "BUSY")) {
      assertThatThrownBy(() -> open(listener, "BUSY")).hasMessage(TRANSIENT);
      assertThat(listener.await("rejected 2 3 2"))
          .contains("BUSY has all 1 associations it may have");
      assertThat(listener.listener().activeAssociations()).isEqualTo(1);
      open(listener, "OTHER").release();
      first.release();
      listener.await("released BUSY");
      open(listener, "BUSY").release();
    }
  }

  @Test
  void connectionsOfOneAddressThatNeverAssociateAreFewerThanAll() throws Exception {
    try (TestListener listener =
        TestListener.start(options -> options.maxAssociationsPerAddress(2))) {
      ScriptedPeer[] silent = new ScriptedPeer[11];
      for (int i = 0; i < silent.length; i++) {
        silent[i] = ScriptedPeer.connect(listener.port());
      }
      assertThat(silent[10].isClosedByPeer()).isTrue();
      for (ScriptedPeer peer : silent) {
        peer.close();
      }
      listener.awaitAll("aborted", 10);
      listener.assertServesTheNext();
    }
  }

  @Test
  void oneCommandByteAtATimeIsTooSlow() throws Exception {
    try (TestListener listener = floor(1000, 1000);
        ScriptedPeer peer = associated(listener)) {
      assertTooSlow(listener, peer, oneByOne(PduBytes.storeRequest(1, CR, "1.2")));
    }
  }

  @Test
  void aDataSetThatDripsIsTooSlowAndNothingOfItIsKept() throws Exception {
    try (TestListener listener = floor(1000, 1000);
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      assertTooSlow(listener, peer, PduBytes.pData(1, LAST, new byte[10_000]));
    }
  }

  /** Each message is over before the window is: it is the waiting in all of them that counts. */
  @Test
  void manySlowMessagesAreNoWayAround() throws Exception {
    try (TestListener listener = floor(1000, 800);
        ScriptedPeer peer = associated(listener)) {
      byte[] echo = PduBytes.pData(3, COMMAND | LAST, PduBytes.echoRequest(1));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  peer.sendSlowly(echo, 8, Duration.ofMillis(20));
                }
                throw new IOException(peer.readUntil(PduBytes.ABORT).toString());
              })
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("less than 1000 bytes per second");
    }
  }

  @Test
  void whoIsSlowButNotThatSlowIsServed() throws Exception {
    try (TestListener listener = floor(200, 1000);
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      peer.sendSlowly(PduBytes.pData(1, LAST, new byte[20_000]), 200, Duration.ofMillis(20));
      assertThat(peer.read().type()).isEqualTo(4);
      assertThat(listener.stored()).containsKey("1.2");
    }
  }

  @Test
  void betweenMessagesNobodyHasToSend() throws Exception {
    try (TestListener listener = floor(1_000_000, 100);
        RawAssociation association = open(listener, "PATIENT")) {
      for (int i = 0; i < 3; i++) {
        byte[] command = PduBytes.storeRequest(i + 1, CR, "1." + i);
        byte[] data = PduBytes.pData(1, LAST, new byte[10]);
        // in one piece: within a message nobody waits
        association.peer().send(PduBytes.concat(PduBytes.pData(1, COMMAND | LAST, command), data));
        assertThat(association.readResponse().status()).isZero();
        Thread.sleep(200); // longer than the window
      }
      association.release();
      listener.await("released");
    }
  }

  @Test
  void anAssociationEndsWhenItsWholeTimeIsOver() throws Exception {
    try (TestListener listener = total(Duration.ofSeconds(2));
        ScriptedPeer peer = associated(listener)) {
      assertThatThrownBy(
              () -> {
                for (int i = 1; i < 500; i++) {
                  peer.send(PduBytes.pData(3, COMMAND | LAST, PduBytes.echoRequest(i)));
                  assertThat(peer.read().type()).isEqualTo(4);
                  Thread.sleep(10);
                }
              })
          .isInstanceOf(Throwable.class);
      assertThat(listener.await("aborted")).contains("the association stood for all of its");
      listener.assertServesTheNext();
    }
  }

  @Test
  void theWholeTimeEndsAMessageUnderWayToo() throws Exception {
    try (TestListener listener = total(Duration.ofMillis(400));
        ScriptedPeer peer = associated(listener)) {
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, "1.2")));
      byte[] data = PduBytes.pData(1, LAST, new byte[100_000]);
      assertThatThrownBy(
              () -> {
                peer.sendSlowly(data, 500, Duration.ofMillis(10));
                throw new IOException(peer.readUntil(PduBytes.ABORT).toString());
              })
          .isInstanceOf(IOException.class);
      assertThat(listener.await("aborted")).contains("the association stood for all of its");
      assertThat(listener.stored()).isEmpty();
    }
  }

  @Test
  void impossibleLimitsAreToldAllAtOnce() {
    assertThatThrownBy(
            () ->
                AcceptorOptions.builder()
                    .storageSopClassUids(List.of(CR))
                    .maxAssociationsPerAddress(-1)
                    .minBytesPerSecond(2_000_000)
                    .rateWindow(Duration.ZERO)
                    .associationTimeout(Duration.ofDays(400))
                    .build())
        .hasMessageContainingAll(
            "maxAssociationsPerAddress -1",
            "minBytesPerSecond 2000000",
            "rateWindow",
            "associationTimeout");
  }

  // ---- what the tests share

  private static void assertTooSlow(TestListener listener, ScriptedPeer peer, byte[] bytes)
      throws Exception {
    assertThatThrownBy(
            () -> {
              peer.sendSlowly(bytes, 1, Duration.ofMillis(20));
              throw new IOException(peer.readUntil(PduBytes.ABORT).toString());
            })
        .isInstanceOf(IOException.class);
    assertThat(listener.await("aborted")).contains("less than 1000 bytes per second");
    assertThat(listener.stored()).isEmpty();
    listener.assertServesTheNext();
  }

  private static byte[] oneByOne(byte[] command) {
    byte[] all = new byte[0];
    for (int i = 0; i < command.length; i++) {
      byte[] one = Arrays.copyOfRange(command, i, i + 1);
      int control = i == command.length - 1 ? COMMAND | LAST : COMMAND;
      all = PduBytes.concat(all, PduBytes.pData(1, control, one));
    }
    return all;
  }

  private static TestListener floor(int bytesPerSecond, long windowMillis) throws IOException {
    return TestListener.start(
        options ->
            options
                .minBytesPerSecond(bytesPerSecond)
                .rateWindow(Duration.ofMillis(windowMillis))
                .artimTimeout(Duration.ofSeconds(2)));
  }

  private static TestListener total(Duration time) throws IOException {
    return TestListener.start(
        options -> options.associationTimeout(time).artimTimeout(Duration.ofSeconds(2)));
  }

  private static RawAssociation open(TestListener listener, String calling) throws IOException {
    return RawAssociation.open(listener.port(), calling, "RECEIVER", CR, EXPLICIT);
  }

  private static ScriptedPeer associated(TestListener listener) throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(listener.port());
    peer.send(
        PduBytes.associateRequest(
            "RECEIVER",
            "SLOW",
            16384,
            List.of(
                PduBytes.Context.of(1, CR, EXPLICIT),
                PduBytes.Context.of(3, "1.2.840.10008.1.1", "1.2.840.10008.1.2"))));
    assertThat(peer.read().type()).isEqualTo(2);
    return peer;
  }
}
