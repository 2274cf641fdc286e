/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.PduBytes.concat;
import static org.xrayvision.simulator.dicom.PduBytes.item;
import static org.xrayvision.simulator.dicom.TestListener.BIG_ENDIAN;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener answers to A-ASSOCIATE-RQ (PS3.8 §9.3, PS3.7 annex D). */
@Timeout(120)
class NegotiationTest {
  private static final String VERIFICATION = "1.2.840.10008.1.1";
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";

  @Test
  void theAcceptorChoosesByItsOwnPreference() throws Exception {
    try (TestListener listener =
            TestListener.start(
                options -> options.transferSyntaxUids(List.of(BIG_ENDIAN, EXPLICIT, IMPLICIT)));
        RawAssociation association =
            open(
                listener,
                PduBytes.Context.of(1, CR, IMPLICIT, EXPLICIT, BIG_ENDIAN),
                PduBytes.Context.of(3, CR, JPEG_2000, IMPLICIT),
                PduBytes.Context.of(5, VERIFICATION, IMPLICIT))) {
      assertThat(association.context(CR, BIG_ENDIAN)).hasValue(1);
      assertThat(association.context(CR, IMPLICIT)).hasValue(3);
      assertThat(association.context(VERIFICATION, IMPLICIT)).hasValue(5);
    }
  }

  @Test
  void verificationIsTakenInTheDefaultTransferSyntaxWhateverPicturesNeed() throws Exception {
    try (TestListener listener =
            TestListener.start(options -> options.transferSyntaxUids(List.of(JPEG_2000)));
        RawAssociation association =
            open(
                listener,
                PduBytes.Context.of(1, VERIFICATION, IMPLICIT),
                PduBytes.Context.of(3, CR, IMPLICIT))) {
      assertThat(association.context(VERIFICATION, IMPLICIT)).hasValue(1);
      assertThat(association.context(CR, IMPLICIT)).isEmpty();
    }
  }

  @Test
  void contextsAreRefusedOneByOneWithTheReason() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(
          request(
              PduBytes.Context.of(1, CT, EXPLICIT),
              PduBytes.Context.of(3, CR, JPEG_2000),
              PduBytes.Context.of(5, CR),
              PduBytes.Context.of(7, CR, EXPLICIT)));
      ScriptedPeer.Pdu accept = peer.read();
      assertThat(results(accept)).containsExactly("1:3", "3:4", "5:4", "7:0");
      listener.await("contextRefused " + CT + " 3");
      listener.await("contextRefused " + CR + " 4");
    }
  }

  @Test
  void anAssociationWithoutAnyUsableContextIsStillAccepted() throws Exception {
    try (TestListener listener = TestListener.start();
        RawAssociation association = open(listener, PduBytes.Context.of(1, CT, EXPLICIT))) {
      assertThat(association.context(CT, EXPLICIT)).isEmpty();
      association.release();
      listener.await("released");
    }
  }

  @Test
  void whatUserInformationMayHoldIsToleratedAndOnlyAUserNameIsAnswered() throws Exception {
    byte[] user =
        concat(
            item(0x51, new byte[] {0, 0, 0x40, 0}),
            item(0x53, new byte[] {0, 5, 0, 5}), // asynchronous operations
            item(0x56, concat(new byte[] {0, 3}, ascii("1.2"), new byte[] {1})), // extended
            item(0x57, concat(new byte[] {0, 3}, ascii("1.2"), new byte[4])), // common extended
            item(0x58, concat(new byte[] {1, 1, 0, 2}, ascii("me"), new byte[2])), // identity
            item(0x7E, new byte[] {1, 2, 3})); // unknown
    byte[] items = concat(item(0x50, user), item(0xAA, new byte[100]), item(0x00, new byte[0]));
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(
          PduBytes.associateRequest(
              "RECEIVER", "SENDER", List.of(PduBytes.Context.of(1, CR, EXPLICIT)), items));
      ScriptedPeer.Pdu accept = peer.read();
      assertThat(results(accept)).containsExactly("1:0");
      assertThat(userItems(accept)).containsExactly(0x51, 0x52, 0x55, 0x59);
    }
  }

  @Test
  void roleSelectionIsAnsweredThatWeAreTheProvider() throws Exception {
    byte[] role = concat(new byte[] {0, (byte) CR.length()}, ascii(CR), new byte[] {1, 1});
    byte[] user = concat(item(0x51, new byte[] {0, 0, 0x40, 0}), item(0x54, role));
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(
          PduBytes.associateRequest(
              "RECEIVER",
              "SENDER",
              List.of(PduBytes.Context.of(1, CR, EXPLICIT)),
              item(0x50, user)));
      byte[] answered = concat(new byte[] {0, (byte) CR.length()}, ascii(CR), new byte[] {1, 0});
      assertThat(peer.read().body()).containsSequence(item(0x54, answered));
    }
  }

  @Test
  void ourMaximumLengthIsOffered() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(request(PduBytes.Context.of(1, CR, EXPLICIT)));
      assertThat(peer.read().body()).containsSequence(item(0x51, new byte[] {0, 4, 0, 0}));
    }
  }

  @Test
  void thePeersMaximumLengthIsObeyed() throws Exception {
    try (TestListener listener = TestListener.start();
        ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      peer.send(
          PduBytes.associateRequest(
              "RECEIVER", "SENDER", 128, List.of(PduBytes.Context.of(1, CR, EXPLICIT))));
      peer.read();
      String longUid = "1." + "2".repeat(62);
      peer.send(PduBytes.pData(1, COMMAND | LAST, PduBytes.storeRequest(1, CR, longUid)));
      peer.send(PduBytes.pData(1, LAST, new byte[10]));
      ScriptedPeer.Pdu first = peer.read();
      assertThat(first.body()).hasSize(128);
      assertThat(first.body()[5]).isEqualTo((byte) COMMAND);
      ScriptedPeer.Pdu second = peer.read();
      assertThat(second.body().length).isLessThanOrEqualTo(128);
      assertThat(second.body()[5]).isEqualTo((byte) (COMMAND | LAST));
    }
  }

  @Test
  void aMaximumLengthThatHoldsNothingIsRejected() throws Exception {
    try (TestListener listener = TestListener.start()) {
      byte[] request =
          PduBytes.associateRequest(
              "RECEIVER", "SENDER", 12, List.of(PduBytes.Context.of(1, CR, EXPLICIT)));
      assertThat(answer(listener, request)).hasToString("PDU 03: 00 01 01 01");
    }
  }

  @Test
  void anotherCalledTitleIsRejectedIfChecked() throws Exception {
    byte[] request = request("SOMEONE", "SENDER");
    try (TestListener listener = TestListener.start(options -> options.checkCalledAETitle(true))) {
      assertThat(answer(listener, request)).hasToString("PDU 03: 00 01 01 07");
      assertThat(answer(listener, request("receiver", "SENDER")).type()).isEqualTo(3);
      assertThat(answer(listener, request("RECEIVER", "SENDER")).type()).isEqualTo(2);
      listener.await("rejected 1 1 7");
    }
    try (TestListener listener = TestListener.start()) {
      assertThat(answer(listener, request).type()).isEqualTo(2);
    }
  }

  @Test
  void aCallingTitleThatIsNotListedIsRejected() throws Exception {
    try (TestListener listener =
        TestListener.start(options -> options.callingAETitles(Set.of("MODALITY1")))) {
      assertThat(answer(listener, request("RECEIVER", "SENDER")))
          .hasToString("PDU 03: 00 01 01 03");
      assertThat(answer(listener, request("RECEIVER", "MODALITY1")).type()).isEqualTo(2);
    }
  }

  @Test
  void anotherApplicationContextIsRejected() throws Exception {
    byte[] request = request("RECEIVER", "SENDER");
    request[6 + 68 + 4 + 20] = '9';
    try (TestListener listener = TestListener.start()) {
      assertThat(answer(listener, request)).hasToString("PDU 03: 00 01 01 02");
    }
  }

  @Test
  void anotherProtocolVersionIsRejectedByTheProvider() throws Exception {
    byte[] request = request("RECEIVER", "SENDER");
    request[7] = 2;
    try (TestListener listener = TestListener.start()) {
      assertThat(answer(listener, request)).hasToString("PDU 03: 00 01 02 02");
      listener.await("rejected 1 2 2");
    }
  }

  @Test
  void moreThanTheMaximumOfAssociationsAreRejectedForTheTime() throws Exception {
    byte[] request = request("RECEIVER", "SENDER");
    try (TestListener listener = TestListener.start(options -> options.maxAssociations(2));
        RawAssociation first = open(listener, PduBytes.Context.of(1, CR, EXPLICIT));
        RawAssociation second = open(listener, PduBytes.Context.of(1, CR, EXPLICIT))) {
      assertThat(listener.listener().activeAssociations()).isEqualTo(2);
      assertThat(answer(listener, request)).hasToString("PDU 03: 00 02 03 02");
      first.release();
      assertThat(listener.listener().activeAssociations()).isEqualTo(1);
      assertThat(answer(listener, request).type()).isEqualTo(2);
      assertThat(second.store(1, CR, "1.2", new byte[2]).status()).isZero();
    }
  }

  @Test
  void connectionsThatNeverAssociateAreBoundedAsWell() throws Exception {
    try (TestListener listener = TestListener.start(options -> options.maxAssociations(1))) {
      ScriptedPeer[] silent = new ScriptedPeer[40];
      for (int i = 0; i < silent.length; i++) {
        silent[i] = ScriptedPeer.connect(listener.port());
      }
      listener.events().clear();
      assertThat(silent[39].isClosedByPeer()).isTrue();
      for (ScriptedPeer peer : silent) {
        peer.close();
      }
    }
  }

  private static RawAssociation open(TestListener listener, PduBytes.Context... contexts)
      throws IOException {
    return RawAssociation.open(listener.port(), "SENDER", "RECEIVER", List.of(contexts));
  }

  private static byte[] request(PduBytes.Context... contexts) {
    return PduBytes.associateRequest("RECEIVER", "SENDER", 16384, List.of(contexts));
  }

  private static byte[] request(String called, String calling) {
    return PduBytes.associateRequest(
        called, calling, 16384, List.of(PduBytes.Context.of(1, CR, EXPLICIT)));
  }

  private static ScriptedPeer.Pdu answer(TestListener listener, byte[] request) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
      return peer.send(request).read();
    }
  }

  /** The presentation contexts of an A-ASSOCIATE-AC as {@code id:result}. */
  private static List<String> results(ScriptedPeer.Pdu accept) {
    return items(accept.body(), 68, accept.body().length).stream()
        .filter(at -> accept.body()[at] == 0x21)
        .map(at -> accept.body()[at + 4] + ":" + accept.body()[at + 6])
        .toList();
  }

  private static List<Integer> userItems(ScriptedPeer.Pdu accept) {
    byte[] body = accept.body();
    int user =
        items(body, 68, body.length).stream().filter(at -> body[at] == 0x50).findFirst().orElse(0);
    return items(body, user + 4, body.length).stream().map(at -> (int) body[at]).toList();
  }

  private static List<Integer> items(byte[] body, int from, int to) {
    List<Integer> offsets = new ArrayList<>();
    for (int at = from; at < to; at += 4 + ((body[at + 2] & 0xFF) << 8 | (body[at + 3] & 0xFF))) {
      offsets.add(at);
    }
    return offsets;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
