/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes down the events of a listener. */
final class Recorder implements AssociationListener {
  private final List<String> events = new CopyOnWriteArrayList<>();

  List<String> all() {
    return events;
  }

  /** Waits for an event that begins so. */
  String await(String prefix) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      for (String event : events) {
        if (event.startsWith(prefix)) {
          return event;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(events).as("no event " + prefix).isNull();
    return "";
  }

  @Override
  public void accepted(Peer peer, List<AcceptedContext> contexts) {
    events.add("accepted " + peer.callingAETitle() + " " + contexts.size());
  }

  @Override
  public void contextRefused(Peer peer, ProposedContext context, int result) {
    events.add("contextRefused " + context.sopClassUid() + " " + result);
  }

  @Override
  public void rejected(Peer peer, int result, int source, int reason, String why) {
    events.add("rejected " + result + " " + source + " " + reason + " " + why);
  }

  @Override
  public void requestRefused(Peer peer, String sopClassUid, Status status) {
    events.add("requestRefused " + sopClassUid + " " + status);
  }

  @Override
  public void handlerFailed(Peer peer, Status answered, Throwable cause) {
    events.add("handlerFailed " + answered + " " + cause);
  }

  @Override
  public void released(Peer peer) {
    events.add("released " + peer.callingAETitle());
  }

  @Override
  public void aborted(Peer peer, String why) {
    events.add("aborted " + why);
  }

  @Override
  public void connectionRefused(String why) {
    events.add("connectionRefused " + why);
  }
}
