/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xrayvision.simulator.dicom.PduBytes.COMMAND;
import static org.xrayvision.simulator.dicom.PduBytes.LAST;
import static org.xrayvision.simulator.dicom.PduBytes.RELEASE_RP;
import static org.xrayvision.simulator.dicom.PduBytes.RELEASE_RQ;
import static org.xrayvision.simulator.dicom.PduBytes.four;
import static org.xrayvision.simulator.dicom.PduBytes.pData;
import static org.xrayvision.simulator.dicom.PduBytes.response;
import static org.xrayvision.simulator.dicom.TestListener.CR;
import static org.xrayvision.simulator.dicom.TestListener.EXPLICIT;
import static org.xrayvision.simulator.dicom.TestListener.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.AssociationException.Kind;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.dicom.net.Status;

/** Our requestor against acceptors that do what they should not. */
@Timeout(120)
class RequestorTest {
  private static final String VERIFICATION = "1.2.840.10008.1.1";
  private static final byte[] ACCEPT = PduBytes.associateAccept(4096, List.of(1, 3), 0, IMPLICIT);

  @Test
  void aRejectionTellsItsReason() throws Exception {
    try (ScriptedAcceptor acceptor =
        ScriptedAcceptor.start(
            peer -> {
              peer.read();
              peer.send(PduBytes.reject(2, 3, 2)).isClosedByPeer();
            })) {
      AssociationException e = failure(() -> open(acceptor));
      assertThat(e.kind()).isEqualTo(Kind.REJECTED);
      assertThat(e.result()).hasValue(2);
      assertThat(e.source()).hasValue(3);
      assertThat(e.reason()).hasValue(2);
      assertThat(e).hasMessageContaining("local limit exceeded");
    }
  }

  @Test
  void noAcceptedContextFailsOnceWithTheReasonAndReleases() throws Exception {
    List<Integer> seen = new ArrayList<>();
    try (ScriptedAcceptor acceptor =
        ScriptedAcceptor.start(
            peer -> {
              peer.read();
              peer.send(PduBytes.associateAccept(0, List.of(1, 3), 4, IMPLICIT));
              seen.add(peer.read().type());
              peer.send(four(RELEASE_RP)).isClosedByPeer();
            })) {
      AssociationException e = failure(() -> open(acceptor));
      assertThat(e.kind()).isEqualTo(Kind.NO_CONTEXT);
      assertThat(e).hasMessageContaining(CR + " with " + IMPLICIT);
      assertThat(e).hasMessageContaining("transfer syntaxes not supported");
      assertThat(acceptor.failure()).isEmpty();
      assertThat(seen).containsExactly(RELEASE_RQ);
    }
  }

  @Test
  void aTransferSyntaxThatWasNotProposedIsNotAccepted() throws Exception {
    try (ScriptedAcceptor acceptor =
        ScriptedAcceptor.start(
            peer -> {
              peer.read();
              peer.send(PduBytes.associateAccept(0, List.of(1, 3, 9, 2), 0, EXPLICIT));
              peer.read();
              peer.send(four(RELEASE_RP));
            })) {
      assertThat(failure(() -> open(acceptor)).kind()).isEqualTo(Kind.NO_CONTEXT);
    }
  }

  @Test
  void nobodyListeningIsAFailureToConnect() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    AssociationException e = failure(() -> Association.open(to(port).build()));
    assertThat(e.kind()).isEqualTo(Kind.CONNECT_FAILED);
    assertThat(e).hasMessageContaining("127.0.0.1").hasMessageContaining("refused");
  }

  @Test
  void aPeerThatClosesInsteadOfAnsweringIsTold() throws Exception {
    try (ScriptedAcceptor acceptor = ScriptedAcceptor.start(ScriptedPeer::read)) {
      assertThat(failure(() -> open(acceptor)).kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void aPeerThatDoesNotAnswerIsAborted() throws Exception {
    List<Integer> seen = new ArrayList<>();
    try (ScriptedAcceptor acceptor =
        ScriptedAcceptor.start(
            peer -> {
              peer.read();
              seen.add(peer.read().type());
            })) {
      assertThat(failure(() -> openImpatiently(acceptor)).kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(acceptor.failure()).isEmpty();
      assertThat(seen).containsExactly(PduBytes.ABORT);
    }
  }

  @Test
  void anAbortTellsItsSourceAndReason() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.read();
                  peer.send(PduBytes.abort(2, 6));
                });
        Association association = open(acceptor)) {
      AssociationException e = failure(association::echo);
      assertThat(e.kind()).isEqualTo(Kind.ABORTED_BY_PEER);
      assertThat(e.source()).hasValue(2);
      assertThat(e.reason()).hasValue(6);
      assertThat(failure(association::echo).kind()).isEqualTo(Kind.ABORTED_BY_PEER);
    }
  }

  @Test
  void anAbortInTheMiddleOfSendingStopsTheSending() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.read();
                  peer.read();
                  peer.send(PduBytes.abort(0, 0));
                  peer.discardUntilClosed();
                });
        Association association = open(acceptor)) {
      AssociationException e = failure(() -> association.store(CR, "1.2", IMPLICIT, new Endless()));
      assertThat(e.kind()).isEqualTo(Kind.ABORTED_BY_PEER);
    }
  }

  @Test
  void aPeerThatNeverReadsIsGivenUp() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedAcceptor acceptor = accepting(peer -> done.await());
        Association association = openImpatiently(acceptor)) {
      AssociationException e = failure(() -> association.store(CR, "1.2", IMPLICIT, new Endless()));
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("did not read in time");
      done.countDown();
    }
  }

  @Test
  void anAbortFromAnotherThreadFreesASenderThatIsStuck() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedAcceptor acceptor = accepting(peer -> done.await());
        Association association =
            Association.open(to(acceptor.port()).writeTimeout(Duration.ofMinutes(5)).build())) {
      Thread aborter =
          new Thread(
              () -> {
                try {
                  Thread.sleep(300);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                association.abort();
              });
      aborter.start();
      failure(() -> association.store(CR, "1.2", IMPLICIT, new Endless()));
      aborter.join();
      done.countDown();
    }
  }

  @Test
  void aResponseToAnotherRequestIsAborted() throws Exception {
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.read();
                  peer.send(pData(1, COMMAND | LAST, response(0x8030, 77, 0)));
                  peer.readUntil(PduBytes.ABORT);
                });
        Association association = open(acceptor)) {
      assertThat(failure(association::echo)).hasMessageContaining("not to our request 1");
      assertThat(acceptor.failure()).isEmpty();
    }
  }

  @Test
  void noPduIsLongerThanThePeerTakes() throws Exception {
    List<Integer> lengths = new ArrayList<>();
    try (ScriptedAcceptor acceptor =
            accepting(
                peer -> {
                  peer.read();
                  ScriptedPeer.Pdu pdu;
                  do {
                    pdu = peer.read();
                    lengths.add(pdu.body().length);
                  } while ((pdu.body()[5] & LAST) == 0);
                  peer.send(pData(3, COMMAND | LAST, response(0x8001, 1, 0xB000)));
                  peer.read();
                  peer.send(four(RELEASE_RP));
                });
        Association association = open(acceptor)) {
      InputStream dataSet = new ByteArrayInputStream(new byte[4090 * 2 + 10]);
      Status status = association.store(CR, "1.2", IMPLICIT, dataSet);
      assertThat(status.isWarning()).isTrue();
      assertThat(lengths).containsExactly(4096, 4096, 16);
    }
  }

  @Test
  void aReleaseCollisionEndsInARelease() throws Exception {
    try (ScriptedAcceptor acceptor =
        accepting(
            peer -> {
              peer.readUntil(RELEASE_RQ);
              peer.send(four(RELEASE_RQ)); // both have asked
              peer.readUntil(RELEASE_RP);
              peer.send(four(RELEASE_RP));
              assertThat(peer.isClosedByPeer()).isTrue();
            })) {
      open(acceptor).release();
      assertThat(acceptor.failure()).isEmpty();
    }
  }

  @Test
  void aPeerThatDoesNotAnswerTheReleaseIsAborted() throws Exception {
    try (ScriptedAcceptor acceptor =
        accepting(
            peer -> {
              peer.readUntil(RELEASE_RQ);
              peer.readUntil(PduBytes.ABORT);
            })) {
      Association association = openImpatiently(acceptor);
      assertThat(failure(association::release).kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(acceptor.failure()).isEmpty();
    }
  }

  @Test
  void afterTheReleaseNothingCanBeSent() throws Exception {
    try (ScriptedAcceptor acceptor =
        accepting(
            peer -> {
              peer.readUntil(RELEASE_RQ);
              peer.send(four(RELEASE_RP)).isClosedByPeer();
            })) {
      Association association = open(acceptor);
      association.release();
      association.release();
      assertThat(failure(association::echo)).hasMessageContaining("was released");
    }
  }

  private static ScriptedAcceptor accepting(ScriptedAcceptor.Script script) throws IOException {
    return ScriptedAcceptor.start(
        peer -> {
          peer.read();
          peer.send(ACCEPT);
          script.play(peer);
        });
  }

  private static Association open(ScriptedAcceptor acceptor) throws IOException {
    return Association.open(to(acceptor.port()).build());
  }

  private static Association openImpatiently(ScriptedAcceptor acceptor) throws IOException {
    return Association.open(
        to(acceptor.port())
            .responseTimeout(Duration.ofSeconds(1))
            .writeTimeout(Duration.ofMillis(500))
            .build());
  }

  private static RequestorOptions.Builder to(int port) {
    return RequestorOptions.builder()
        .callingAETitle("SENDER")
        .calledAETitle("SCRIPTED")
        .host("127.0.0.1")
        .port(port)
        .contexts(
            List.of(ProposedContext.of(VERIFICATION, IMPLICIT), ProposedContext.of(CR, IMPLICIT)));
  }

  private static AssociationException failure(ThrowingCallable call) {
    AssociationException e = catchThrowableOfType(AssociationException.class, call);
    assertThat(e).as("must fail").isNotNull();
    return e;
  }

  /** Zeros without end. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return length;
    }
  }
}
