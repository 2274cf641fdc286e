/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The acceptor's end of a connection; at the other end bytes. */
@Timeout(120)
class UpperLayerTest {
  private static final Duration SECONDS = Duration.ofSeconds(30);

  private final ScheduledThreadPoolExecutor timer = Timers.newTimer("test-timer");
  private Socket peer;
  private DataInputStream fromLayer;
  private UpperLayer layer;

  @BeforeEach
  void associate() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      peer = new Socket(server.getInetAddress(), server.getLocalPort());
      layer =
          new UpperLayer(
              server.accept(),
              false,
              new Limits(4096, SECONDS, SECONDS, SECONDS, SECONDS),
              null,
              timer);
    }
    fromLayer = new DataInputStream(peer.getInputStream());
    layer.accepted(request -> null);
    assertThat(layer.state()).isEqualTo(State.STA2);
    send(new Pdu.AssociateRequest(1, "A", "B", "1.2", List.of(), user()));
    assertThat(next()).isEqualTo(Action.AE_6);
    assertThat(layer.state()).isEqualTo(State.STA3);
    layer.accept(new Pdu.AssociateAccept(1, "A", "B", "1.2", List.of(), user()));
    assertThat(typeOfNext()).isEqualTo(Pdu.ASSOCIATE_AC);
    assertThat(layer.state()).isEqualTo(State.STA6);
  }

  @AfterEach
  void close() throws IOException {
    layer.closeSocket();
    peer.close();
    timer.shutdownNow();
  }

  @Test
  void theAcceptorMayAskForTheRelease() throws IOException {
    layer.requestRelease();
    assertThat(typeOfNext()).isEqualTo(Pdu.RELEASE_RQ);
    assertThat(layer.state()).isEqualTo(State.STA7);
    sendData(10);
    assertThat(next()).isEqualTo(Action.AR_6); // data that was on its way
    send(new Pdu.ReleaseResponse());
    assertThat(next()).isEqualTo(Action.AR_3);
    assertThat(layer.state()).isEqualTo(State.STA1);
    assertThat(layer.ending()).isNull();
    assertThat(fromLayer.read()).isEqualTo(-1);
  }

  @Test
  void aReleaseCollisionAtTheAcceptorGoesThroughSta10AndSta12() throws IOException {
    layer.requestRelease();
    send(new Pdu.ReleaseRequest());
    assertThat(next()).isEqualTo(Action.AR_8);
    assertThat(layer.state()).isEqualTo(State.STA10);
    send(new Pdu.ReleaseResponse());
    assertThat(next()).isEqualTo(Action.AR_10);
    assertThat(layer.state()).isEqualTo(State.STA12);
    layer.respondRelease();
    assertThat(layer.state()).isEqualTo(State.STA13);
    assertThat(typeOfNext()).isEqualTo(Pdu.RELEASE_RQ);
    assertThat(typeOfNext()).isEqualTo(Pdu.RELEASE_RP);
    peer.close();
    layer.linger();
    assertThat(layer.state()).isEqualTo(State.STA1);
    assertThat(layer.ending()).isNull();
  }

  @Test
  void whatMayNotComeInAStateIsAnsweredWithAnAbortOfTheProvider() throws IOException {
    send(new Pdu.ReleaseResponse());
    assertThat(next()).isEqualTo(Action.AA_8);
    assertThat(layer.state()).isEqualTo(State.STA13);
    assertThat(typeOfNext()).isEqualTo(Pdu.ABORT);
    sendData(100);
    assertThat(next()).isEqualTo(Action.AA_6);
    send(Pdu.Abort.USER);
    assertThat(next()).isEqualTo(Action.AA_2);
    assertThat(layer.state()).isEqualTo(State.STA1);
  }

  @Test
  void afterItsEndTheLayerDoesNothingMore() throws IOException {
    send(new Pdu.Abort(0, 0));
    assertThat(next()).isEqualTo(Action.AA_3);
    layer.abort("late");
    layer.requestRelease();
    layer.respondRelease();
    layer.linger();
    assertThat(layer.state()).isEqualTo(State.STA1);
    assertThat(layer.over().kind()).isEqualTo(AssociationException.Kind.ABORTED_BY_PEER);
  }

  private Action next() {
    return layer.next(SocketInput.deadlineIn(SECONDS));
  }

  private void send(Pdu pdu) throws IOException {
    peer.getOutputStream().write(PduEncoder.encode(pdu));
  }

  private void sendData(int length) throws IOException {
    byte[] pdu = new byte[6 + length];
    pdu[0] = Pdu.P_DATA_TF;
    pdu[5] = (byte) length;
    peer.getOutputStream().write(pdu);
  }

  private int typeOfNext() throws IOException {
    int type = fromLayer.readUnsignedByte();
    fromLayer.readByte();
    fromLayer.skipNBytes(fromLayer.readInt());
    return type;
  }

  private static Pdu.UserInformation user() {
    return new Pdu.UserInformation(4096, "1.2.3", "", List.of());
  }
}
