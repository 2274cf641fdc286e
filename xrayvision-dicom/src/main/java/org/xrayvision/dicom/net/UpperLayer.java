/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
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
final class UpperLayer implements StateMachine.Actions {

  private static final Duration ABORT_WAIT = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final boolean requestor;
  private final Limits limits;
  private final Transport transport;
  private final StateMachine machine;
  private @Nullable PduReader reader;
  private long artimDeadline;

  // What the machine's actions need, set before the event is fired.
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

  private boolean begun;
  private boolean framingLost;
  private long pduLength;
  private @Nullable AssociationException ending;

  UpperLayer(Socket socket, boolean requestor, Limits limits, ScheduledExecutorService timer) {
    this.requestor = requestor;
    this.limits = limits;
    this.transport = new Transport(socket, limits.idle(), limits.write(), timer);
    this.machine = new StateMachine(requestor, this);
  }

  Limits limits() {
    return limits;
  }

  /** Where we connected to; null for an acceptor. */
  @Nullable InetSocketAddress remote() {
    return remote;
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
    remote = address;
    connectTimeout = timeout;
    outgoing = request;
    fire(Event.EVT1);
    fireIn(State.STA4, Event.EVT2);
    throwIfEnded();
  }

  /**
   * Evt5: the socket is connected.
   *
   * @param providerScreen the service provider's verdict on a request (AE-6); null is acceptable
   */
  void accepted(Function<Pdu.AssociateRequest, Pdu.@Nullable AssociateReject> providerScreen)
      throws IOException {
    screen = providerScreen;
    transport.open();
    fire(Event.EVT5);
  }

  /** Evt7. */
  void accept(Pdu.AssociateAccept accept) {
    outgoing = accept;
    fire(Event.EVT7);
  }

  /** Evt8. */
  void reject(Pdu.AssociateReject reject) {
    outgoing = reject;
    fire(Event.EVT8);
  }

  /** Evt9: sends a whole P-DATA-TF PDU. */
  void sendData(byte[] pdu, int length) throws AssociationException {
    if (requestor && peerAbortIsWaiting()) {
      next(SocketInput.deadlineIn(limits.idle()));
    }
    data = pdu;
    dataLength = length;
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
        complaint = cause;
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

  /** The length of the P-DATA-TF PDU that {@link #next} has announced. */
  long pduLength() {
    return pduLength;
  }

  /** The PDU that {@link #next} has taken, if it was not P-DATA-TF; it is not kept. */
  Pdu takeReceived() {
    Pdu taken = Objects.requireNonNull(received);
    received = null;
    return taken;
  }

  /**
   * Waits for the next PDU, or the end of the connection or of the time, and lets the machine act.
   * The body of a P-DATA-TF PDU is not read: after DT-2 it is the caller's to take.
   *
   * @return what the machine did
   */
  Action next(long deadline) {
    boolean artim = awaitsArtim();
    input().deadline(artim ? artimDeadline : deadline);
    try {
      if (framingLost) {
        input().drainToEnd();
        return fire(Event.EVT17);
      }
      return take(reader().next());
    } catch (SocketTimeoutException e) {
      return expired(artim);
    } catch (IOException e) {
      return lost(e);
    }
  }

  /** Reading on in a P-DATA-TF PDU failed: the time is out, or the connection lost. */
  AssociationException readFailed(IOException e) {
    framingLost = true;
    if (e instanceof SocketTimeoutException) {
      expired(awaitsArtim());
    } else {
      lost(e);
    }
    return over();
  }

  /** Waits in Sta13 until the peer has closed or ARTIM expires; then closes the socket. */
  void linger() {
    while (state() == State.STA13) {
      next(artimDeadline);
    }
    closeSocket();
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
    if (arrival.pdu() != null) {
      received = arrival.pdu();
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
    abortReason = reason;
    complaint = cause;
    return fire(Event.EVT19);
  }

  private boolean awaitsArtim() {
    State state = state();
    return state == State.STA2 || state == State.STA13;
  }

  private Action expired(boolean artim) {
    String cause = artim ? "the peer was silent, ARTIM expired" : "the peer did not send in time";
    setEnding(new AssociationException(Kind.TIMEOUT, cause));
    return fire(artim ? Event.EVT18 : Event.EVT15);
  }

  private Action lost(IOException e) {
    setEnding(new AssociationException(Kind.CLOSED, "the connection was lost: " + message(e), e));
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
      return new AssociationException(
          Kind.CONNECT_FAILED, "no connection to " + remote + ": " + message(e), e);
    }
    return transport.writeExpired()
        ? new AssociationException(Kind.TIMEOUT, "the peer did not read in time", e)
        : new AssociationException(Kind.CLOSED, "the connection was lost: " + message(e), e);
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

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
      case AE_4, AA_2, AA_3 -> {
        setEnding(AssociationException.ofPeer(received));
        closeSocket();
      }
      case AE_5 -> startArtim();
      case AE_6 -> {
        if (verdict != null) {
          sendLast(verdict);
        }
      }
      case AE_8 -> sendLast(Objects.requireNonNull(outgoing));
      case DT_1, AR_7 -> transport.write(data, dataLength);
      case AR_1 -> send(new Pdu.ReleaseRequest());
      case AR_3 -> closeSocket();
      case AR_4 -> sendLast(new Pdu.ReleaseResponse());
      case AR_9 -> send(new Pdu.ReleaseResponse());
      case AA_1 -> sendAbort(Pdu.Abort.USER);
      case AA_4, AA_5 -> {
        setEnding(new AssociationException(Kind.CLOSED, "the peer closed the connection"));
        closeSocket();
      }
      case AA_7 -> send(Pdu.Abort.provider(abortReason));
      case AA_8 -> sendAbort(Pdu.Abort.provider(abortReason));
      // The indications and confirmations of these are next()'s return value; ARTIM is a deadline
      // that only Sta2 and Sta13 look at, so it needs no stopping.
      case AE_3, DT_2, AR_2, AR_5, AR_6, AR_8, AR_10, AA_6 -> {}
    }
  }

  private void sendAbort(Pdu.Abort abort) throws IOException {
    setEnding(new AssociationException(Kind.ABORTED, "aborted: " + complaint));
    sendLast(abort);
  }

  /** Sends the last PDU of the association; the peer has to close now. */
  private void sendLast(Pdu pdu) throws IOException {
    startArtim();
    send(pdu);
  }

  private void startArtim() {
    artimDeadline = SocketInput.deadlineIn(limits.artim());
  }

  private void send(Pdu pdu) throws IOException {
    byte[] bytes = PduEncoder.encode(pdu);
    transport.write(bytes, bytes.length);
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
