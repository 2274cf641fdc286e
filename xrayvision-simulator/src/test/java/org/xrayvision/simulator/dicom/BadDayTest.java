/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.simulator.dicom.PduBytes.ABORT;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.PduBytes.RELEASE_RP;
import static org.xrayvision.simulator.dicom.PduBytes.RELEASE_RQ;
import static org.xrayvision.simulator.dicom.PduBytes.concat;
import static org.xrayvision.simulator.dicom.PduBytes.pData;
import static org.xrayvision.simulator.dicom.PduBytes.pdv;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real peers do on a bad day, beyond {@link HostilePeerTest}. After each the listener answers
 * the next peer at once, and nothing of this one is left.
 */
@Timeout(120)
class BadDayTest {
  private static final String VERIFICATION = "1.2.840.10008.1.1";
  private static final Duration AT_ONCE = Duration.ofSeconds(30); // a busy machine

  private TestListener listener;

  @BeforeEach
  void start() throws IOException {
    listener = TestListener.start(options -> options.artimTimeout(Duration.ofSeconds(2)));
  }

  @AfterEach
  void theListenerServesOnAndNothingIsLeft() throws Exception {
    try (TestListener open = listener) {
      long before = System.nanoTime();
      open.assertServesTheNext();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (isBusy() && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      assertThat(open.listener().activeAssociations()).isZero();
      assertThat(ProcessState.threads("dicom-sc")).isEmpty();
    }
  }

  private boolean isBusy() {
    return listener.listener().activeAssociations() > 0
        || !ProcessState.threads("dicom-sc").isEmpty();
  }

  // ---- fragments

  /** Request, echo, store, release: cut in two at every byte, so at every byte of every PDU. */
  @Test
  void aConversationCutInTwoAtEveryByteIsTheSame() throws Exception {
    byte[] all = concat(conversation().toArray(byte[][]::new));
    for (int cut = 1; cut < all.length; cut++) {
      listener.forget();
      try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
        peer.send(Arrays.copyOf(all, cut));
        if (cut % 16 == 0) {
          Thread.sleep(1); // now and then the first part has surely been read alone
        }
        peer.send(Arrays.copyOfRange(all, cut, all.length));
        assertAnswered(peer);
      }
      assertThat(listener.stored().get("1.2.3")).as("cut at %d", cut).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aConversationOfSingleBytesIsTheSame() throws Exception {
    byte[] all = concat(conversation().toArray(byte[][]::new));
    try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      for (byte one : all) {
        peer.send(new byte[] {one});
      }
      assertAnswered(peer);
    }
    assertThat(listener.stored().get("1.2.3")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aPduOfPdvsWithOneByteEachIsTheSame() throws Exception {
    byte[] command = PduBytes.storeRequest(1, CR, "1.2.3");
    List<byte[]> pdvs = new ArrayList<>();
    for (int i = 0; i < command.length; i++) {
      pdvs.add(pdv(1, i == command.length - 1 ? COMMAND | LAST : COMMAND, new byte[] {command[i]}));
    }
    for (int i = 0; i < 5; i++) {
      pdvs.add(pdv(1, i == 4 ? LAST : 0, new byte[] {(byte) i}));
    }
    try (RawAssociation association = open()) {
      association.peer().send(PduBytes.pdu(4, concat(pdvs.toArray(byte[][]::new))));
      assertThat(association.readResponse().status()).isZero();
      association.release();
    }
    assertThat(listener.stored().get("1.2.3")).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void anyNumberOfEmptyFragmentsIsNothing() throws Exception {
    byte[] empty = pData(1, 0, new byte[0]);
    byte[] many = concat(Collections.nCopies(10_000, empty).toArray(byte[][]::new));
    try (RawAssociation association = open()) {
      association.peer().send(pData(1, COMMAND, new byte[0]));
      association.sendCommand(1, PduBytes.storeRequest(1, CR, "1.2.3"));
      association.peer().send(many);
      association.peer().send(pData(1, LAST, new byte[] {7}));
      assertThat(association.readResponse().status()).isZero();
      association.release();
    }
    assertThat(listener.stored().get("1.2.3")).containsExactly(7);
  }

  // ---- the end, anywhere

  /** How a conversation ends before its time. */
  enum End {
    ABORT_PDU,
    CLOSE,
    RESET;

    void of(ScriptedPeer peer) throws IOException {
      switch (this) {
        case ABORT_PDU -> peer.send(PduBytes.abort(0, 0)).close();
        case CLOSE -> peer.close();
        case RESET -> peer.reset();
      }
    }
  }

  /** After each PDU, so in each state that a requestor can bring about, and within each PDU. */
  @ParameterizedTest
  @EnumSource(End.class)
  void anEndAfterAnyByteKeepsOnlyWhatWasWhole(End end) throws Exception {
    List<byte[]> pdus = conversation();
    byte[] all = concat(pdus.toArray(byte[][]::new));
    int whole = all.length - pdus.get(pdus.size() - 1).length;
    for (int sent = 0; sent < all.length; sent++) {
      listener.forget();
      ScriptedPeer peer = ScriptedPeer.connect(listener.port());
      peer.send(Arrays.copyOf(all, sent));
      end.of(peer);
      if (sent % 50 == 0) {
        listener.await("aborted");
        awaitIdle();
      }
      if (sent < whole) {
        assertThat(listener.stored()).as("after %d bytes", sent).doesNotContainKey("1.2.3");
      }
    }
    awaitIdle();
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void anEndInsteadOfReadingTheAnswersHarmsNobody(End end) throws Exception {
    List<byte[]> pdus = conversation();
    for (int count = 1; count <= pdus.size(); count++) {
      listener.forget();
      ScriptedPeer peer = ScriptedPeer.connect(listener.port());
      for (byte[] pdu : pdus.subList(0, count)) {
        peer.send(pdu);
      }
      assertThat(peer.read().type()).isEqualTo(2); // the association stands, or stood
      end.of(peer);
      awaitIdle();
    }
  }

  // ---- contexts

  @Test
  void aCommandWithinTheDataSetOfAnotherIsAborted() throws Exception {
    try (RawAssociation association = open()) {
      association.sendCommand(1, PduBytes.storeRequest(1, CR, "1.2.3"));
      association.peer().send(pData(1, 0, new byte[100]));
      association.sendCommand(3, PduBytes.echoRequest(2));
      assertThat(association.peer().read()).hasToString("PDU 07: 00 00 02 06");
    }
    assertThat(listener.stored()).isEmpty();
  }

  @Test
  void twoCommandsInterleavedInOnePduAreAborted() throws Exception {
    byte[] store = PduBytes.storeRequest(1, CR, "1.2.3");
    byte[] echo = PduBytes.echoRequest(2);
    try (RawAssociation association = open()) {
      association
          .peer()
          .send(
              PduBytes.pdu(
                  4,
                  concat(
                      pdv(1, COMMAND, Arrays.copyOf(store, 10)),
                      pdv(3, COMMAND | LAST, echo),
                      pdv(1, COMMAND | LAST, Arrays.copyOfRange(store, 10, store.length)))));
      assertThat(association.peer().read()).hasToString("PDU 07: 00 00 02 06");
    }
  }

  @Test
  void all128ContextsThatThereCanBeAreNegotiated() throws Exception {
    List<PduBytes.Context> contexts = new ArrayList<>();
    for (int id = 1; id <= 255; id += 2) {
      contexts.add(PduBytes.Context.of(id, CR, EXPLICIT));
    }
    try (RawAssociation association =
        RawAssociation.open(listener.port(), "MANY", "RECEIVER", contexts)) {
      assertThat(association.store(255, CR, "1.2.3", new byte[] {1}).status()).isZero();
      association.release();
    }
  }

  /** Even, zero, twice, too many: what cannot be told apart is aborted, the rest is answered. */
  @ParameterizedTest
  @ValueSource(strings = {"all", "duplicates", "zero", "even"})
  void contextIdsThatAreNoneNeverConfuse(String which) throws Exception {
    List<PduBytes.Context> contexts = new ArrayList<>();
    for (int id = 1; id <= 255; id++) {
      switch (which) {
        case "all" -> contexts.add(PduBytes.Context.of(id, CR, EXPLICIT));
        case "duplicates" -> contexts.add(PduBytes.Context.of(id % 8 * 2 + 1, CR, EXPLICIT));
        case "zero" -> contexts.add(PduBytes.Context.of(id / 255 * 255, CR, EXPLICIT));
        default -> contexts.add(PduBytes.Context.of(Math.min(id, 127) * 2, CR, EXPLICIT));
      }
    }
    List<PduBytes.Context> proposed = which.equals("even") ? contexts.subList(0, 127) : contexts;
    try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(PduBytes.associateRequest("RECEIVER", "MANY", 16384, proposed));
      assertThat(peer.read().type()).isEqualTo(which.equals("even") ? 2 : ABORT);
    }
  }

  // ---- titles, items, lengths

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\0\0\0", "\n\u001b[31m", "ăâîșț"})
  void titlesThatAreNoneAreTakenAsTheyAre(String title) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(
          PduBytes.associateRequest(
              title, title, 16384, List.of(PduBytes.Context.of(1, VERIFICATION, IMPLICIT))));
      assertThat(peer.read().type()).isEqualTo(2);
      peer.send(PduBytes.four(RELEASE_RQ));
      assertThat(peer.read().type()).isEqualTo(RELEASE_RP);
    }
    assertThat(listener.await("released")).matches("[ -~]*"); // no control character in a log
  }

  @Test
  void aTitleOfSpacesIsNotOneOfThoseThatMayCall() throws Exception {
    try (TestListener strict =
            TestListener.start(options -> options.callingAETitles(List.of("MODALITY")));
        ScriptedPeer peer = ScriptedPeer.connect(strict.port())) {
      peer.send(PduBytes.associateRequest("RECEIVER", "   ", 16384, List.of()));
      assertThat(peer.read()).hasToString("PDU 03: 00 01 01 03");
    }
  }

  @Test
  void aRequestFullOfUnknownItemsIsTaken() throws Exception {
    List<byte[]> items = new ArrayList<>();
    for (int type = 0; type < 256; type++) {
      if (type != 0x10 && type != 0x20 && type != 0x21 && type != 0x50) {
        items.add(PduBytes.item(type, new byte[type]));
      }
    }
    items.add(PduBytes.userInformation(16384));
    try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(
          PduBytes.associateRequest(
              "RECEIVER",
              "ODD",
              List.of(PduBytes.Context.of(1, VERIFICATION, IMPLICIT)),
              concat(items.toArray(byte[][]::new))));
      assertThat(peer.read().type()).isEqualTo(2);
      peer.send(pData(1, COMMAND | LAST, PduBytes.echoRequest(1)));
      assertThat(peer.read().type()).isEqualTo(4);
    }
  }

  /** Even where PDUs may have any length, what is announced costs nothing before it is there. */
  @Test
  void fourGigabytesAnnouncedAreNotReserved() throws Exception {
    try (TestListener generous =
            TestListener.start(
                options ->
                    options
                        .maxPduLength(0)
                        .idleTimeout(Duration.ofSeconds(2))
                        .artimTimeout(Duration.ofSeconds(2)));
        RawAssociation association =
            RawAssociation.open(generous.port(), "BIG", "RECEIVER", CR, EXPLICIT)) {
      association.sendCommand(1, PduBytes.storeRequest(1, CR, "1.2.3"));
      byte[] pdv = {-1, -1, -1, -7, 1, LAST}; // of 4 GiB, as its PDU
      association.peer().send(PduBytes.pdu(4, 0xFFFFFFFDL, concat(pdv, new byte[1000])));
      association.peer().readUntil(ABORT);
      assertThat(generous.await("aborted")).contains("did not send in time");
      assertThat(generous.stored()).isEmpty();
      generous.assertServesTheNext();
    }
  }

  @Test
  void aCommandElementOfFourGigabytesIsAborted() throws Exception {
    byte[] element = {0, 0, 0, 0x10, -1, -1, -1, -1, 1, 2, 3, 4};
    try (RawAssociation association = open()) {
      association.sendCommand(1, element);
      assertThat(association.peer().read().type()).isEqualTo(ABORT);
    }
  }

  // ---- what the tests share

  private static List<byte[]> conversation() {
    return List.of(
        PduBytes.associateRequest("RECEIVER", "BAD_DAY", 16384, contexts()),
        pData(3, COMMAND | LAST, PduBytes.echoRequest(1)),
        pData(1, COMMAND | LAST, PduBytes.storeRequest(2, CR, "1.2.3")),
        pData(1, 0, new byte[] {1, 2}),
        pData(1, LAST, new byte[] {3, 4}),
        PduBytes.four(RELEASE_RQ));
  }

  private static void assertAnswered(ScriptedPeer peer) throws IOException {
    assertThat(peer.read().type()).isEqualTo(2);
    assertThat(peer.read().type()).isEqualTo(4); // echo
    assertThat(peer.read().type()).isEqualTo(4); // store
    assertThat(peer.read().type()).isEqualTo(RELEASE_RP);
  }

  private static List<PduBytes.Context> contexts() {
    return List.of(
        PduBytes.Context.of(1, CR, EXPLICIT), PduBytes.Context.of(3, VERIFICATION, IMPLICIT));
  }

  private RawAssociation open() throws IOException {
    return RawAssociation.open(listener.port(), "BAD_DAY", "RECEIVER", contexts());
  }

  private void awaitIdle() throws InterruptedException {
    for (int i = 0; i < 15_000; i++) {
      if (!isBusy()) {
        return;
      }
      Thread.sleep(2);
    }
    throw new AssertionError("still busy: " + ProcessState.threads("dicom-sc"));
  }
}
