/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;

/**
 * Every kind of PDU in every state that a peer can find us in, over the wire, as PS3.8 table 9-10
 * has it. (That the machine itself knows all pairs is tested beside it.) The columns:
 * A-ASSOCIATE-RQ, -AC, -RJ, P-DATA-TF, A-RELEASE-RQ, -RP, A-ABORT, a PDU that nobody knows.
 *
 * <p>The answers: {@code AC}, {@code RP}, {@code DATA} are those PDUs; {@code user} and {@code
 * provider} an A-ABORT of that source; {@code closed} nothing and the end, at once after an
 * A-ABORT, else by ARTIM.
 */
@Timeout(120)
class WrongPduTest {
  private static final String VERIFICATION = "1.2.840.10008.1.1";
  private static final List<PduBytes.Context> CONTEXTS =
      List.of(PduBytes.Context.of(1, VERIFICATION, IMPLICIT), PduBytes.Context.of(3, CR, EXPLICIT));
  private static final byte[] REQUEST =
      PduBytes.associateRequest("RECEIVER", "WRONG", 16384, CONTEXTS);
  private static final byte[] DATA =
      PduBytes.pData(1, PduBytes.COMMAND | PduBytes.LAST, PduBytes.echoRequest(1));

  /** A PDU, and what it is answered in some state. */
  private static final class Cell {
    private final byte[] pdu;
    private final String answer;

    private Cell(byte[] pdu, String answer) {
      this.pdu = pdu;
      this.answer = answer;
    }
  }

  @ParameterizedTest(name = "Sta{0}")
  @CsvSource({
    "2,              AC,       user,     user,     user,     user,     user,     closed, user",
    "6,              provider, provider, provider, DATA,     RP,       provider, closed, provider",
    "13 rejected,    provider, closed,   closed,   closed,   closed,   closed,   closed, provider",
    "13 aborted,     provider, closed,   closed,   closed,   closed,   closed,   closed, provider",
    "13 released,    provider, closed,   closed,   closed,   closed,   closed,   closed, provider",
    "6 in a command, provider, provider, provider, provider, RP,       provider, closed, provider",
    "6 in a data set,provider, provider, provider, provider, user,     provider, closed, provider"
  })
  void anAcceptorAnswersAsTheTableSays(
      String state,
      String rq,
      String ac,
      String rj,
      String data,
      String releaseRq,
      String releaseRp,
      String abort,
      String unknown)
      throws Exception {
    List<Cell> cells = cells(rq, ac, rj, data, releaseRq, releaseRp, abort, unknown);
    // Whose answer is the end waits for ARTIM; who is answered otherwise must not be too late.
    try (TestListener brisk =
            TestListener.start(options -> options.artimTimeout(Duration.ofMillis(500)));
        TestListener patient =
            TestListener.start(options -> options.artimTimeout(Duration.ofSeconds(60)))) {
      for (Cell cell : cells) {
        TestListener listener = cell.answer.equals("closed") ? brisk : patient;
        try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
          bring(peer, state);
          peer.send(cell.pdu);
          assertThat(answer(peer)).as("PDU %d in Sta%s", cell.pdu[0], state).isEqualTo(cell.answer);
        }
        listener.assertServesTheNext();
      }
    }
  }

  @ParameterizedTest(name = "Sta{0}")
  @CsvSource({
    "5, provider, accepted, rejected, provider, provider, provider, ended, provider",
    "7, provider, provider, provider, user,     RP,       released, ended, provider"
  })
  void aRequestorAnswersAsTheTableSays(
      String state,
      String rq,
      String ac,
      String rj,
      String data,
      String releaseRq,
      String releaseRp,
      String abort,
      String unknown)
      throws Exception {
    List<Cell> cells = cells(rq, ac, rj, data, releaseRq, releaseRp, abort, unknown);
    for (Cell cell : cells) {
      boolean releasing = state.equals("7");
      String[] seen = {""};
      try (ScriptedAcceptor acceptor =
          ScriptedAcceptor.start(
              peer -> {
                peer.read();
                if (releasing) {
                  peer.send(accept());
                  peer.readUntil(PduBytes.RELEASE_RQ);
                }
                peer.send(cell.pdu);
                seen[0] = answer(peer);
              })) {
        String outcome = request(acceptor.port(), releasing);
        assertThat(acceptor.failure()).isEmpty();
        assertThat(List.of(seen[0], outcome))
            .as("PDU %d in Sta%s", cell.pdu[0], state)
            .contains(cell.answer);
      }
    }
  }

  /** How it went for our requestor: released, rejected, ended (by the peer), or over. */
  private static String request(int port, boolean releasing) throws IOException {
    try {
      Association association =
          Association.open(
              RequestorOptions.builder()
                  .calledAETitle("WRONG")
                  .host("127.0.0.1")
                  .port(port)
                  .responseTimeout(Duration.ofSeconds(2))
                  .artimTimeout(Duration.ofSeconds(30))
                  .contexts(List.of(ProposedContext.of(VERIFICATION, IMPLICIT)))
                  .build());
      if (!releasing) {
        association.abort();
        return "accepted";
      }
      association.release();
      return "released";
    } catch (AssociationException e) {
      return switch (e.kind()) {
        case REJECTED -> "rejected";
        case ABORTED_BY_PEER -> "ended";
        default -> "over";
      };
    }
  }

  private static List<Cell> cells(String... answers) {
    byte[][] pdus = {
      REQUEST,
      accept(),
      PduBytes.reject(1, 1, 1),
      DATA,
      PduBytes.four(PduBytes.RELEASE_RQ),
      PduBytes.four(PduBytes.RELEASE_RP),
      PduBytes.abort(0, 0),
      PduBytes.pdu(0x42, new byte[4])
    };
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < pdus.length; i++) {
      cells.add(new Cell(pdus[i], answers[i]));
    }
    return cells;
  }

  private static byte[] accept() {
    return PduBytes.associateAccept(16384, List.of(1), 0, IMPLICIT);
  }

  private static void bring(ScriptedPeer peer, String state) throws IOException {
    switch (state) {
      case "2" -> {}
      case "13 rejected" -> {
        byte[] other = REQUEST.clone();
        other[7] = 2; // protocol version
        peer.send(other);
        assertThat(peer.read().type()).isEqualTo(3);
      }
      default -> {
        peer.send(REQUEST);
        assertThat(peer.read().type()).isEqualTo(2);
        bringFurther(peer, state);
      }
    }
  }

  private static void bringFurther(ScriptedPeer peer, String state) throws IOException {
    byte[] store = PduBytes.storeRequest(1, CR, "1.2.3");
    int command = PduBytes.COMMAND;
    switch (state) {
      case "13 aborted" -> {
        peer.send(PduBytes.reject(1, 1, 1));
        assertThat(peer.read().type()).isEqualTo(PduBytes.ABORT);
      }
      case "13 released" -> {
        peer.send(PduBytes.four(PduBytes.RELEASE_RQ));
        assertThat(peer.read().type()).isEqualTo(PduBytes.RELEASE_RP);
      }
      case "6 in a command" -> peer.send(PduBytes.pData(3, command, new byte[4]));
      case "6 in a data set" ->
          peer.send(PduBytes.pData(3, command | PduBytes.LAST, store))
              .send(PduBytes.pData(3, 0, new byte[4]));
      default -> {}
    }
  }

  private static String answer(ScriptedPeer peer) throws IOException {
    try {
      ScriptedPeer.Pdu pdu = peer.read();
      return switch (pdu.type()) {
        case 2 -> "AC";
        case 4 -> "DATA";
        case PduBytes.RELEASE_RP -> "RP";
        case PduBytes.ABORT -> pdu.body()[2] == 0 ? "user" : "provider";
        default -> pdu.toString();
      };
    } catch (EOFException | SocketException e) {
      return "closed";
    }
  }
}
