/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link DicomListener}, from the first byte to the last, on one thread. */
final class AcceptedConnection implements Runnable {

  /** What the connections of a listener share. */
  interface Owner {
    /** Who counts the associations. */
    Places places();

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
  private final boolean secure;
  private Peer peer;
  private Places.@Nullable Place place;
  private volatile boolean busy;
  private volatile @Nullable Thread thread;

  AcceptedConnection(
      Owner owner,
      Negotiator negotiator,
      Socket socket,
      UpperLayer layer,
      boolean secure,
      Services services,
      Events events) {
    this.owner = owner;
    this.secure = secure;
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
      if (secure) {
        // A handshake costs more than a request: from the first byte on it takes a place.
        place = owner.places().take(address.getAddress());
      }
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
    } catch (AssociationException e) {
      aborted(e.getMessage());
    } catch (IOException e) {
      aborted("the connection was lost: " + e.getMessage());
    } catch (RuntimeException e) {
      aborted("our own error, please report it: " + e);
    } finally {
      layer.closeSocket();
      free();
      owner.ended(this);
    }
  }

  /** Whether it comes from there. */
  boolean isFrom(InetAddress other) {
    return address.getAddress().equals(other);
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
    Negotiator.Verdict verdict = negotiator.verdict(request, address.getAddress());
    if (verdict == null) {
      verdict = takePlace(request.callingAETitle());
    }
    if (verdict != null) {
      free();
      layer.reject(verdict.reject());
      events.rejected(peer, verdict.reject(), verdict.why());
      return null;
    }
    Negotiator.Agreement agreement = negotiator.agree(request);
    layer.accept(agreement.accept());
    agreement
        .refusals()
        .forEach(refusal -> events.contextRefused(peer, refusal.context(), refusal.result()));
    return new Agreed(
        agreement.contexts(), agreement.providedByPeer(), request.user().maxPduLength());
  }

  /** Takes a place if there is one for this peer and title; null if all is well. */
  private Negotiator.@Nullable Verdict takePlace(String title) {
    Places.Place taken = place != null ? place : owner.places().take(address.getAddress());
    if (taken == null) {
      return Negotiator.Verdict.of(
          Pdu.AssociateReject.LOCAL_LIMIT, owner.places().why(address.getAddress()));
    }
    place = taken;
    int mostOfTitle = negotiator.maxAssociations(title);
    return taken.name(title, mostOfTitle)
        ? null
        : Negotiator.Verdict.of(
            Pdu.AssociateReject.LOCAL_LIMIT,
            title + " has all " + mostOfTitle + " associations it may have");
  }

  private void free() {
    if (place != null) {
      place.free();
    }
  }

  private void serveAll(Agreed agreed) {
    try {
      events.accepted(peer, List.copyOf(agreed.contexts().values()));
      serve(agreed);
      tellEnd();
    } catch (AssociationException e) {
      aborted(e.getMessage());
    } finally {
      busy = false; // what remains is the peer's to close
      free();
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
      free(); // the peer may ask for its next association as soon as it reads the answer
      layer.respondRelease();
    }
  }

  private void tellEnd() {
    AssociationException ending = layer.ending();
    if (ending != null) {
      aborted(ending.getMessage());
      return;
    }
    free();
    events.released(peer);
  }

  /** Who hears of the end finds the place free. */
  private void aborted(String why) {
    free();
    events.aborted(peer, why);
  }
}
