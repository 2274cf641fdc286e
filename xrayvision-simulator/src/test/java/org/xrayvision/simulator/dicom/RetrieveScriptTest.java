/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.PduBytes.command;
import static org.xrayvision.simulator.dicom.PduBytes.concat;
import static org.xrayvision.simulator.dicom.PduBytes.element;
import static org.xrayvision.simulator.dicom.PduBytes.number;
import static org.xrayvision.simulator.dicom.PduBytes.pData;
import static org.xrayvision.simulator.dicom.PduBytes.pdu;
import static org.xrayvision.simulator.dicom.PduBytes.pdv;
import static org.xrayvision.simulator.dicom.PduBytes.response;
import static org.xrayvision.simulator.dicom.PduBytes.storeRequest;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.AssociationException.Kind;
import org.xrayvision.dicom.net.FindResult;
import org.xrayvision.dicom.net.QueryLevel;
import org.xrayvision.dicom.net.QueryRoot;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.RetrieveListener;
import org.xrayvision.dicom.net.RetrieveResult;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreRequest;
import org.xrayvision.dicom.net.SubOperations;

/** Our C-FIND, C-MOVE and C-GET against PACS that talk in unusual ways, or wrongly. */
@Timeout(120)
class RetrieveScriptTest {
  private static final int FIND = 1;
  private static final int GET = 3;
  private static final int STORE = 5;
  private static final byte[] ACCEPT =
      PduBytes.associateAccept(16384, List.of(FIND, GET, STORE), 0, IMPLICIT);
  private static final DataSet STUDY =
      QueryLevel.STUDY.identifier().set(Tag.StudyInstanceUID, "1.2.3").build();

  private final Map<String, byte[]> stored = new LinkedHashMap<>();

  @Test
  void storesComeInFragmentsOfOneByteBetweenPendingResponses() throws Exception {
    byte[] first = bytes("the first object, of even length");
    byte[] second = bytes("and the second");
    List<String> answers = new ArrayList<>();
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  sendByteByByte(peer, STORE, COMMAND, storeRequest(7, CR, "1.2.1"));
                  sendByteByByte(peer, STORE, 0, first);
                  answers.add(peer.read().toString());
                  // a pending response, and a store's command and data, all in one PDU
                  peer.send(
                      pdu(
                          4,
                          concat(
                              pdv(GET, COMMAND | LAST, response(0x8010, 1, 0xFF00)),
                              pdv(STORE, COMMAND | LAST, storeRequest(8, CR, "1.2.2")),
                              pdv(STORE, 0, new byte[0]),
                              pdv(STORE, LAST, second))));
                  answers.add(peer.read().toString());
                  peer.send(pData(GET, COMMAND | LAST, counted(0, -1, 2, 0, 0)));
                });
        Association association = open(acceptor)) {
      RetrieveResult result = get(association);
      assertThat(result.isComplete()).isTrue();
      assertThat(result.received()).isEqualTo(2);
      assertThat(stored.get("1.2.1")).isEqualTo(first);
      assertThat(stored.get("1.2.2")).isEqualTo(second);
      assertThat(answers).hasSize(2).allMatch(pdu -> pdu.startsWith("PDU 04"));
    }
  }

  @Test
  void aCommandWithinTheDataOfAStoreIsAborted() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(STORE, COMMAND | LAST, storeRequest(7, CR, "1.2.1")));
                  peer.send(pData(STORE, 0, new byte[10]));
                  peer.send(pData(GET, COMMAND | LAST, response(0x8010, 1, 0xFF00)));
                  peer.readUntil(PduBytes.ABORT);
                });
        Association association = open(acceptor)) {
      AssociationException e = failure(() -> get(association));
      assertThat(e.kind()).isEqualTo(Kind.ABORTED);
      assertThat(e).hasMessageContaining("C-GET").hasMessageContaining("within a data set");
      assertThat(acceptor.failure()).isEmpty();
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void aStoreByAContextThatWasNotAcceptedIsAborted() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(9, COMMAND | LAST, storeRequest(7, CR, "1.2.1")));
                  peer.readUntil(PduBytes.ABORT);
                });
        Association association = open(acceptor)) {
      assertThat(failure(() -> get(association))).hasMessageContaining("accepted context");
    }
  }

  @Test
  void aStoreOfAnotherSopClassOrWithAnInvalidUidIsRefusedAndTheRestIsTaken() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(STORE, COMMAND | LAST, storeRequest(7, "1.2.9", "1.2.1")));
                  peer.send(pData(STORE, LAST, new byte[10]));
                  peer.read();
                  peer.send(pData(GET, COMMAND | LAST, storeRequest(8, CR, "1.2.2")));
                  peer.send(pData(GET, LAST, new byte[10]));
                  peer.read();
                  peer.send(pData(STORE, COMMAND | LAST, storeRequest(9, CR, "../../etc")));
                  peer.send(pData(STORE, LAST, new byte[10]));
                  peer.read();
                  peer.send(pData(STORE, COMMAND | LAST, storeRequest(10, CR, "1.2.3")));
                  peer.send(pData(STORE, LAST, new byte[10]));
                  peer.read();
                  peer.send(pData(GET, COMMAND | LAST, counted(0xB000, -1, 1, 3, 0)));
                });
        Association association = open(acceptor)) {
      RetrieveResult result = get(association);
      assertThat(result.received()).isEqualTo(4);
      assertThat(result.refused()).isEqualTo(3);
      assertThat(result.handlerFailure()).isNull();
      assertThat(stored).containsOnlyKeys("1.2.3");
    }
  }

  @Test
  void countsThatAreLeftOutAreThoseSaidLast() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(GET, COMMAND | LAST, counted(0xFF00, 5, 3, 1, 2)));
                  peer.send(pData(GET, COMMAND | LAST, response(0x8010, 1, 0xA702)));
                });
        Association association = open(acceptor)) {
      List<SubOperations> told = new ArrayList<>();
      RetrieveResult result =
          association.get(QueryRoot.STUDY, STUDY, this::store, counts -> told.add(counts));
      assertThat(told).containsExactly(new SubOperations(5, 3, 1, 2));
      assertThat(result.subOperations()).isEqualTo(new SubOperations(5, 3, 1, 2));
      assertThat(result.status()).isEqualTo(new Status(0xA702));
    }
  }

  @Test
  void countsThatAreNeverSaidAreUnknown() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(peer -> peer.send(pData(GET, COMMAND | LAST, response(0x8010, 1, 0))));
        Association association = open(acceptor)) {
      RetrieveResult result = get(association);
      assertThat(result.subOperations()).isEqualTo(SubOperations.UNKNOWN);
      assertThat(result.isComplete()).isTrue();
    }
  }

  @Test
  void aCommentAndTheOffendingElementAreTold() throws Exception {
    byte[] failure =
        command(
            element(0x0100, number(0x8010)),
            element(0x0120, number(1)),
            element(0x0800, number(0x0101)),
            element(0x0900, number(0xA900)),
            element(0x0901, new byte[] {0x08, 0, 0x52, 0}),
            element(0x0902, bytes("bad level ")));
    try (ScriptedAcceptor acceptor =
            accepting(peer -> peer.send(pData(GET, COMMAND | LAST, failure)));
        Association association = open(acceptor)) {
      assertThat(get(association).status())
          .isEqualTo(new Status(0xA900, "bad level, offending element (0008,0052)"));
    }
  }

  @Test
  void aResponseToAnotherRequestIsAborted() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(GET, COMMAND | LAST, response(0x8010, 2, 0)));
                  peer.readUntil(PduBytes.ABORT);
                });
        Association association = open(acceptor)) {
      assertThat(failure(() -> get(association))).hasMessageContaining("not to our request 1");
      assertThat(acceptor.failure()).isEmpty();
    }
  }

  @Test
  void aReleaseInTheMiddleIsAborted() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(PduBytes.four(PduBytes.RELEASE_RQ));
                  peer.readUntil(PduBytes.ABORT);
                });
        Association association = open(acceptor)) {
      AssociationException e = failure(() -> get(association));
      assertThat(e).hasMessageContaining("C-GET").hasMessageContaining("A-RELEASE-RQ");
      assertThat(acceptor.failure()).isEmpty();
    }
  }

  @Test
  void aConnectionThatBreaksNamesTheCounts() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(GET, COMMAND | LAST, counted(0xFF00, 5, 3, 0, 0)));
                  peer.reset();
                });
        Association association = open(acceptor)) {
      AssociationException e = failure(() -> get(association));
      assertThat(e.kind()).isEqualTo(Kind.CLOSED);
      assertThat(e).hasMessageContaining("3 done, 0 with a warning, 0 failed, 5 to go");
    }
  }

  @Test
  void aStoreThatStopsInTheMiddleOfItsDataIsATimeOut() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(STORE, COMMAND | LAST, storeRequest(7, CR, "1.2.1")));
                  peer.send(pData(STORE, 0, new byte[10]));
                  peer.readUntil(PduBytes.ABORT);
                });
        Association association = open(acceptor, Duration.ofSeconds(1))) {
      AssociationException e = failure(() -> get(association));
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void matchesWithoutAnIdentifierAreCounted() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(FIND, COMMAND | LAST, response(0x8020, 1, 0xFF00)));
                  peer.send(pData(FIND, COMMAND | LAST, response(0x8020, 1, 0)));
                });
        Association association = open(acceptor)) {
      FindResult result = association.find(QueryRoot.STUDY, STUDY, 10, match -> true);
      assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, 0, 1, false, false, false));
    }
  }

  @Test
  void aMatchThatIsTooLongIsCountedAndNotKept() throws Exception {
    byte[] pending =
        command(
            element(0x0100, number(0x8020)),
            element(0x0120, number(1)),
            element(0x0800, number(0)),
            element(0x0900, number(0xFF00)));
    byte[] header = {0x10, 0, 0x20, 0, 0, 0, 0x10, 0}; // (0010,0020), one MiB
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.send(pData(FIND, COMMAND | LAST, pending));
                  peer.send(pData(FIND, 0, header));
                  for (int i = 0; i < 128; i++) {
                    peer.send(pData(FIND, i == 127 ? LAST : 0, new byte[8192]));
                  }
                  peer.send(pData(FIND, COMMAND | LAST, response(0x8020, 1, 0)));
                });
        Association association = open(acceptor)) {
      FindResult result = association.find(QueryRoot.STUDY, STUDY, 10, match -> true);
      assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, 0, 1, false, false, false));
    }
  }

  private RetrieveResult get(Association association) throws IOException {
    return association.get(QueryRoot.STUDY, STUDY, this::store, RetrieveListener.NONE);
  }

  private Status store(StoreRequest request, InputStream dataSet) throws IOException {
    stored.put(request.sopInstanceUid(), dataSet.readAllBytes());
    return Status.SUCCESS;
  }

  /** A C-GET-RSP with counts; -1 leaves the remaining ones out. */
  private static byte[] counted(int status, int remaining, int completed, int failed, int warning) {
    return command(
        element(0x0100, number(0x8010)),
        element(0x0120, number(1)),
        element(0x0800, number(0x0101)),
        element(0x0900, number(status)),
        remaining < 0 ? new byte[0] : element(0x1020, number(remaining)),
        element(0x1021, number(completed)),
        element(0x1022, number(failed)),
        element(0x1023, number(warning)));
  }

  private static void sendByteByByte(ScriptedPeer peer, int context, int kind, byte[] bytes)
      throws IOException {
    for (int i = 0; i < bytes.length; i++) {
      int control = kind | (i == bytes.length - 1 ? LAST : 0);
      peer.send(pData(context, control, new byte[] {bytes[i]}));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Accepts everything, reads a request and its identifier, then plays. */
  private static ScriptedAcceptor accepting(ScriptedAcceptor.Script script) throws IOException {
    return ScriptedAcceptor.start(
        peer -> {
          peer.read();
          peer.send(ACCEPT);
          peer.read();
          peer.read();
          script.play(peer);
          agreeToTheRelease(peer);
        });
  }

  private static void agreeToTheRelease(ScriptedPeer peer) throws IOException {
    try {
      peer.readUntil(PduBytes.RELEASE_RQ);
      peer.send(PduBytes.four(PduBytes.RELEASE_RP)).discardUntilClosed();
    } catch (EOFException | SocketException e) {
      // it was aborted
    }
  }

  private static Association open(ScriptedAcceptor acceptor) throws IOException {
    return open(acceptor, Duration.ofSeconds(30));
  }

  private static Association open(ScriptedAcceptor acceptor, Duration responseTimeout)
      throws IOException {
    return Association.open(
        RequestorOptions.builder()
            .calledAETitle("SCRIPTED")
            .host("127.0.0.1")
            .port(acceptor.port())
            .responseTimeout(responseTimeout)
            .retrieveResponseTimeout(Duration.ofSeconds(30))
            .forGet(QueryRoot.STUDY, List.of(CR), List.of(IMPLICIT))
            .build());
  }

  private static AssociationException failure(ThrowingCallable call) {
    AssociationException e = catchThrowableOfType(AssociationException.class, call);
    assertThat(e).as("must fail").isNotNull();
    return e;
  }
}
