/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.AssociationException.Kind;

/**
 * One end of a DICOM upper layer connection: the state machine, the PDUs and the socket (PS3.8 §9).
 * Both roles run through it.
 *
 * <p>One thread, the owner, calls everything; {@link #abort} and {@link #closeSocket} may be called
 * by any thread. The lock guards the machine and the writing, never a wait for the peer's data.
 */
final class UpperLayer {

  private static final Duration ABORT_WAIT = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final boolean requestor;
  private final Limits limits;
  private final Transport transport;
  private final StateMachine machine;
  private final TransportActions actions;
  private @Nullable PduReader reader;
  private long totalDeadline;
  private boolean begun;
  private boolean framingLost;
  private long pduLength;
  private @Nullable AssociationException ending;

  UpperLayer(
      Socket socket,
      boolean requestor,
      Limits limits,
      @Nullable TlsOptions tls,
      ScheduledExecutorService timer) {
    this.requestor = requestor;
    this.limits = limits;
    this.transport = new Transport(socket, limits, tls, timer);
    this.actions = new TransportActions(transport, limits.artim(), this::setEnding);
    this.machine = new StateMachine(requestor, actions);
  }

  Limits limits() {
    return limits;
  }

  /** Where we connected to; null for an acceptor. */
  @Nullable InetSocketAddress remote() {
    return actions.remote();
  }

  State state() {
    lock.lock();
    try {
      return machine.state();
    } finally {
      lock.unlock();
    }
  }

  /** Why the association is over; null while it stands, and after a release. */
  @Nullable AssociationException ending() {
    lock.lock();
    try {
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /** The reason why nothing can be sent or received any more. */
  AssociationException over() {
    AssociationException reason = ending();
    return reason != null
        ? reason
        : new AssociationException(Kind.CLOSED, "the association was released");
  }

  // ---- local primitives

  /** Evt1 and Evt2: connects and sends the request. */
  void connect(InetSocketAddress address, Duration timeout, Pdu.AssociateRequest request)
      throws AssociationException {
    actions.remote(address, timeout);
    actions.outgoing(request);
    fire(Event.EVT1);
    fireIn(State.STA4, Event.EVT2);
    throwIfEnded();
  }

  /**
   * Evt5: the socket is connected. If there is TLS, ARTIM bounds its handshake and the request
   * together.
   *
   * @param providerScreen the service provider's verdict on a request (AE-6); null is acceptable
   */
  void accepted(Function<Pdu.AssociateRequest, Pdu.@Nullable AssociateReject> providerScreen)
      throws IOException {
    actions.screen(providerScreen);
    transport.open();
    totalDeadline = SocketInput.deadlineIn(limits.total());
    fire(Event.EVT5);
    try {
      transport.secure(actions.artimDeadline());
    } catch (IOException e) {
      throw new AssociationException(Kind.CLOSED, TlsLayer.inWords(e), e);
    }
  }

  /** Evt7. */
  void accept(Pdu.AssociateAccept accept) {
    actions.outgoing(accept);
    fire(Event.EVT7);
  }

  /** Evt8. */
  void reject(Pdu.AssociateReject reject) {
    actions.outgoing(reject);
    fire(Event.EVT8);
  }

  /** Evt9: sends a whole P-DATA-TF PDU. */
  void sendData(byte[] pdu, int length) throws AssociationException {
    if (requestor && peerAbortIsWaiting()) {
      next(SocketInput.deadlineIn(limits.idle()));
    }
    actions.data(pdu, length);
    if (!fireIn(State.STA6, Event.EVT9)) {
      throw over();
    }
    throwIfEnded();
  }

  /** Evt11. */
  void requestRelease() {
    fireIn(State.STA6, Event.EVT11);
  }

  /** Evt14: agrees to the peer's release. */
  void respondRelease() {
    fire(Event.EVT14);
  }

  /** Evt15: the local user gives the association up; any thread may. */
  void abort(String cause) {
    if (!tryLock()) {
      closeSocket(); // a write is stuck
      return;
    }
    try {
      if (StateTable.action(Event.EVT15, machine.state()).isPresent()) {
        actions.complaint(cause);
        fire(Event.EVT15);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Evt19 from above: the PDVs of a P-DATA-TF PDU are not as they must be. */
  AssociationException invalid(String cause) {
    invalid(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE, cause);
    return over();
  }

  /** Evt15: the time that the local user gives the peer is over. */
  AssociationException outOfTime(String cause) {
    setEnding(new AssociationException(Kind.TIMEOUT, cause));
    fireIn(State.STA6, Event.EVT15);
    return over();
  }

  // ---- what comes from the peer

  /** The socket's bytes, for the PDVs of the P-DATA-TF PDU that {@link #next} has announced. */
  SocketInput input() {
    return transport.input();
  }

  /** Reads end at this {@code nanoTime}, or when the association's whole time is over. */
  void deadline(long nanoTime) {
    boolean total = !limits.total().isZero() && totalDeadline - nanoTime < 0;
    transport.timed().deadline(total ? totalDeadline : nanoTime);
  }

  /** From now on the peer may send nothing for so long, within the deadline. */
  void stall(Duration duration) {
    transport.timed().stall(duration);
  }

  /** Whether the peer is within a message, and so has to send at a rate. */
  void withinMessage(boolean value) {
    transport.timed().withinMessage(value);
  }

  /** The length of the P-DATA-TF PDU that {@link #next} has announced. */
  long pduLength() {
    return pduLength;
  }

  /** The PDU that {@link #next} has taken, if it was not P-DATA-TF; it is not kept. */
  Pdu takeReceived() {
    return actions.takeReceived();
  }

  /**
   * Waits for the next PDU, or the end of the connection or of the time, and lets the machine act.
   * The body of a P-DATA-TF PDU is not read: after DT-2 it is the caller's to take.
   *
   * @return what the machine did
   */
  Action next(long deadline) {
    boolean artim = awaitsArtim();
    if (artim) {
      transport.timed().deadline(actions.artimDeadline());
      withinMessage(false);
    } else {
      deadline(deadline);
    }
    try {
      if (framingLost) {
        input().drainToEnd();
        return fire(Event.EVT17);
      }
      return take(reader().next());
    } catch (SocketTimeoutException e) {
      return expired(artim, e);
    } catch (IOException e) {
      return lost(e);
    }
  }

  /** Reading on in a P-DATA-TF PDU failed: the time is out, or the connection lost. */
  AssociationException readFailed(IOException e) {
    framingLost = true;
    if (e instanceof SocketTimeoutException timeout) {
      expired(awaitsArtim(), timeout);
    } else {
      lost(e);
    }
    return over();
  }

  /** Waits in Sta13 until the peer has closed or ARTIM expires; then closes the socket. */
  void linger() {
    while (state() == State.STA13) {
      next(actions.artimDeadline());
    }
    transport.finish();
  }

  void closeSocket() {
    transport.close();
  }

  private PduReader reader() {
    PduReader current = reader;
    if (current == null) {
      current = new PduReader(input(), limits.maxPduLength());
      reader = current;
    }
    return current;
  }

  private Action take(PduReader.Arrival arrival) throws IOException {
    if (arrival.event() == Event.EVT19) {
      return invalid(arrival.reason(), arrival.complaint());
    }
    Pdu pdu = arrival.pdu();
    if (pdu != null) {
      actions.received(pdu);
    }
    pduLength = arrival.dataLength();
    Action action = fire(arrival.event());
    if (action != Action.DT_2 && state() != State.STA1) {
      input().skip(pduLength);
    }
    return action;
  }

  /** Evt19; what follows is no longer known to begin with a PDU header. */
  private Action invalid(int reason, String cause) {
    framingLost = true;
    actions.abortReason(reason);
    actions.complaint(cause);
    return fire(Event.EVT19);
  }

  private boolean awaitsArtim() {
    State state = state();
    return state == State.STA2 || state == State.STA13;
  }

  private Action expired(boolean artim, SocketTimeoutException e) {
    boolean total = !artim && !limits.total().isZero() && System.nanoTime() - totalDeadline >= 0;
    setEnding(total ? Endings.overdue(limits.total()) : Endings.expired(artim, e));
    return fire(artim ? Event.EVT18 : Event.EVT15);
  }

  private Action lost(IOException e) {
    setEnding(Endings.lost(e));
    return fire(Event.EVT17);
  }

  private boolean peerAbortIsWaiting() {
    try {
      return input().isReady() && input().peek() == Pdu.ABORT;
    } catch (IOException e) {
      return false; // the write will fail as well and tell why
    }
  }

  // ---- the machine

  private boolean fireIn(State expected, Event event) {
    lock.lock();
    try {
      if (machine.state() != expected) {
        return false;
      }
      fire(event);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Action fire(Event event) {
    lock.lock();
    try {
      // Another thread may have aborted, or the peer closed, since the owner looked.
      if (isOver() && StateTable.action(event, machine.state()).isEmpty()) {
        return Action.AA_6;
      }
      begun = true;
      return machine.fire(event);
    } catch (IOException e) {
      setEnding(failure(event, e));
      return fire(Event.EVT17);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return begun && (machine.state() == State.STA1 || machine.state() == State.STA13);
  }

  private AssociationException failure(Event event, IOException e) {
    if (event == Event.EVT1) {
      return Endings.unreachable(actions.remote(), e);
    }
    return transport.writeExpired() ? Endings.notRead(e) : Endings.lost(e);
  }

  private void throwIfEnded() throws AssociationException {
    AssociationException reason = ending();
    if (reason != null) {
      throw reason;
    }
  }

  /** The first reason is the true one; what follow are its consequences. */
  private void setEnding(@Nullable AssociationException reason) {
    lock.lock();
    try {
      if (ending == null) {
        ending = reason;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean tryLock() {
    try {
      return lock.tryLock(ABORT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
