/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link DicomListener}, from the first byte to the last, on one thread. */
final class AcceptedConnection implements Runnable {

  /** What the connections of a listener share. */
  interface Owner {
    /** Takes a place among the associations; false if there is none left. */
    boolean reserve();

    /** Gives the place back. */
    void free();

    /** Whether the listener is being closed. */
    boolean isClosing();

    void ended(AcceptedConnection connection);
  }

  private final Owner owner;
  private final Negotiator negotiator;
  private final UpperLayer layer;
  private final Services services;
  private final Events events;
  private final InetSocketAddress address;
  private Peer peer;
  private volatile boolean busy;
  private volatile @Nullable Thread thread;

  AcceptedConnection(
      Owner owner,
      Negotiator negotiator,
      Socket socket,
      UpperLayer layer,
      Services services,
      Events events) {
    this.owner = owner;
    this.negotiator = negotiator;
    this.layer = layer;
    this.services = services;
    this.events = events;
    this.address = (InetSocketAddress) socket.getRemoteSocketAddress();
    this.peer = new Peer("", "", address);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      name();
      layer.accepted(negotiator::screen);
      Action action = layer.next(0); // ARTIM is the deadline here
      if (action == Action.AE_6) {
        Agreed agreed = requested((Pdu.AssociateRequest) layer.takeReceived());
        if (agreed != null) {
          serveAll(agreed);
        }
      } else {
        tellEnd();
      }
      if (owner.isClosing()) {
        layer.closeSocket();
      }
      layer.linger();
    } catch (IOException e) {
      events.aborted(peer, "the connection was lost: " + e.getMessage());
    } catch (RuntimeException e) {
      events.aborted(peer, "our own error, please report it: " + e);
    } finally {
      layer.closeSocket();
      owner.ended(this);
    }
  }

  /** Aborts the association unless it has a message under way. */
  void closeIfIdle() {
    if (!busy) {
      abortAndClose();
    }
  }

  /** Aborts the association and wakes its thread, wherever that waits. Any thread may call it. */
  void abortAndClose() {
    layer.abort("the listener is closing");
    layer.closeSocket();
  }

  /** Interrupts a handler that goes on although its association is closed. */
  void interrupt() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void name() {
    Thread.currentThread().setName("dicom-scp " + peer);
  }

  /**
   * Answers a request; a place is taken if the association stands. What the request held beyond
   * this is not kept while it stands.
   */
  private @Nullable Agreed requested(Pdu.AssociateRequest request) {
    peer = new Peer(request.callingAETitle(), request.calledAETitle(), address);
    name();
    if (layer.state() != State.STA3) {
      events.rejected(peer, Pdu.AssociateReject.PROTOCOL_VERSION);
      return null;
    }
    Pdu.AssociateReject verdict = negotiator.verdict(request);
    if (verdict == null && !owner.reserve()) {
      verdict = Pdu.AssociateReject.LOCAL_LIMIT;
    }
    if (verdict != null) {
      layer.reject(verdict);
      events.rejected(peer, verdict);
      return null;
    }
    boolean agreed = false;
    try {
      Negotiator.Agreement agreement = negotiator.agree(request);
      layer.accept(agreement.accept());
      agreement
          .refusals()
          .forEach(refusal -> events.contextRefused(peer, refusal.context(), refusal.result()));
      agreed = true;
      return new Agreed(
          agreement.contexts(), agreement.providedByPeer(), request.user().maxPduLength());
    } finally {
      if (!agreed) {
        owner.free();
      }
    }
  }

  private void serveAll(Agreed agreed) {
    try {
      events.accepted(peer, List.copyOf(agreed.contexts().values()));
      serve(agreed);
      tellEnd();
    } catch (AssociationException e) {
      events.aborted(peer, e.getMessage());
    } finally {
      busy = false; // what remains is the peer's to close
      owner.free();
    }
  }

  private void serve(Agreed agreed) throws AssociationException {
    MessageReader reader = new MessageReader(layer);
    MessageWriter writer = new MessageWriter(layer, agreed.maxPduLength());
    DimseScp scp = new DimseScp(peer, agreed, layer, reader, writer, services, events);
    while (!owner.isClosing()) {
      MessageReader.Received message = reader.nextCommand(layer.limits().idle(), () -> busy = true);
      if (message == null) {
        releaseIfAsked();
        return;
      }
      scp.serve(message);
      busy = false;
    }
    layer.abort("the listener is closing");
  }

  private void releaseIfAsked() {
    if (layer.state() == State.STA8) {
      layer.respondRelease();
    }
  }

  private void tellEnd() {
    AssociationException ending = layer.ending();
    if (ending == null) {
      events.released(peer);
    } else {
      events.aborted(peer, ending.getMessage());
    }
  }
}
