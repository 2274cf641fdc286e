/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.AssociationException.Kind;

/**
 * Does to the transport connection what the machine decides (PS3.8 §9.2.3, tables 9-6 to 9-9). What
 * an action needs is set before its event is fired. Not safe for threads: the owner of the machine
 * guards it.
 */
final class TransportActions implements StateMachine.Actions {
  private final Transport transport;
  private final Duration artim;
  private final Consumer<@Nullable AssociationException> onEnd;
  private long artimDeadline;

  private @Nullable InetSocketAddress remote;
  private Duration connectTimeout = Duration.ZERO;
  private Function<Pdu.AssociateRequest, Pdu.@Nullable AssociateReject> screen = request -> null;
  private Pdu.@Nullable AssociateReject verdict;
  private @Nullable Pdu outgoing;
  private @Nullable Pdu received;
  private byte[] data = new byte[0];
  private int dataLength;
  private String complaint = "a PDU that is not expected here";
  private int abortReason = Pdu.Abort.UNEXPECTED_PDU;

  /**
   * @param artim the time of the ARTIM timer
   * @param onEnd told why the association is over, where an action ends it; null after a release
   */
  TransportActions(
      Transport transport, Duration artim, Consumer<@Nullable AssociationException> onEnd) {
    this.transport = transport;
    this.artim = artim;
    this.onEnd = onEnd;
  }

  // ---- what the actions need

  /** AE-1 connects to it. */
  void remote(InetSocketAddress address, Duration timeout) {
    remote = address;
    connectTimeout = timeout;
  }

  @Nullable InetSocketAddress remote() {
    return remote;
  }

  /** AE-6 asks it. */
  void screen(Function<Pdu.AssociateRequest, Pdu.@Nullable AssociateReject> providerScreen) {
    screen = providerScreen;
  }

  /** AE-2, AE-7 and AE-8 send it. */
  void outgoing(Pdu pdu) {
    outgoing = pdu;
  }

  /** DT-1 and AR-7 send this much of it. */
  void data(byte[] pdu, int length) {
    data = pdu;
    dataLength = length;
  }

  /** AA-1 and AA-8 tell it, here and not to the peer. */
  void complaint(String cause) {
    complaint = cause;
  }

  /** AA-7 and AA-8 tell it to the peer. */
  void abortReason(int reason) {
    abortReason = reason;
  }

  /** AE-6 judges it, AE-4 and AA-3 read the end of the association in it. */
  void received(Pdu pdu) {
    received = pdu;
  }

  /** The PDU last received; it is not kept. */
  Pdu takeReceived() {
    Pdu taken = Objects.requireNonNull(received);
    received = null;
    return taken;
  }

  /** When ARTIM expires, in states where it runs. */
  long artimDeadline() {
    return artimDeadline;
  }

  // ---- the actions

  @Override
  public boolean requestIsAcceptable() {
    verdict = screen.apply((Pdu.AssociateRequest) Objects.requireNonNull(received));
    return verdict == null;
  }

  @Override
  public void perform(Action action) throws IOException {
    switch (action) {
      case AE_1 -> transport.connect(Objects.requireNonNull(remote), connectTimeout);
      case AE_2, AE_7 -> send(Objects.requireNonNull(outgoing));
      case AE_4, AA_2, AA_3 -> end(AssociationException.ofPeer(received));
      case AE_5 -> startArtim();
      case AE_6 -> {
        if (verdict != null) {
          sendLast(verdict);
        }
      }
      case AE_8 -> sendLast(Objects.requireNonNull(outgoing));
      case DT_1, AR_7 -> transport.write(data, dataLength);
      case AR_1 -> send(new Pdu.ReleaseRequest());
      case AR_3 -> transport.finish();
      case AR_4 -> sendLast(new Pdu.ReleaseResponse());
      case AR_9 -> send(new Pdu.ReleaseResponse());
      case AA_1 -> sendAbort(Pdu.Abort.USER);
      case AA_4, AA_5 ->
          end(new AssociationException(Kind.CLOSED, "the peer closed the connection"));
      case AA_7 -> send(Pdu.Abort.provider(abortReason));
      case AA_8 -> sendAbort(Pdu.Abort.provider(abortReason));
      // The indications and confirmations of these are what the machine returns; ARTIM is a
      // deadline that only Sta2 and Sta13 look at, so it needs no stopping.
      case AE_3, DT_2, AR_2, AR_5, AR_6, AR_8, AR_10, AA_6 -> {}
    }
  }

  private void end(@Nullable AssociationException reason) {
    onEnd.accept(reason);
    transport.finish();
  }

  private void sendAbort(Pdu.Abort abort) throws IOException {
    onEnd.accept(new AssociationException(Kind.ABORTED, "aborted: " + complaint));
    sendLast(abort);
  }

  /** Sends the last PDU of the association; the peer has to close now. */
  private void sendLast(Pdu pdu) throws IOException {
    startArtim();
    send(pdu);
  }

  private void startArtim() {
    artimDeadline = SocketInput.deadlineIn(artim);
  }

  private void send(Pdu pdu) throws IOException {
    byte[] bytes = PduEncoder.encode(pdu);
    transport.write(bytes, bytes.length);
  }
}
