/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xrayvision.server.auth.AddressGroup;

/**
 * How many connections one address may hold: who opens them and says nothing shuts nobody else out.
 * A proxy that is trusted brings many people and is not counted. Safe for threads.
 */
final class ConnectionPlaces implements ChannelListener<StreamConnection> {
  private final ChannelListener<? super StreamConnection> next;
  private final int most;
  private final Predicate<InetAddress> uncounted;
  private final ConcurrentMap<String, Integer> held = new ConcurrentHashMap<>();

  ConnectionPlaces(
      ChannelListener<? super StreamConnection> next, int most, Predicate<InetAddress> uncounted) {
    this.next = next;
    this.most = most;
    this.uncounted = uncounted;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
    if (peer == null || uncounted.test(peer.getAddress())) {
      next.handleEvent(connection);
      return;
    }
    String address = AddressGroup.of(peer.getAddress());
    if (held.merge(address, 1, Integer::sum) > most) {
      leave(address);
      IoUtils.safeClose(connection);
      return;
    }
    next.handleEvent(connection);
    freeWhenClosed(connection, address);
  }

  private void freeWhenClosed(StreamConnection connection, String address) {
    AtomicBoolean left = new AtomicBoolean();
    Runnable free =
        () -> {
          if (left.compareAndSet(false, true)) {
            leave(address);
          }
        };
    @Nullable ChannelListener<? super StreamConnection> theirs = connection.getCloseListener();
    connection.setCloseListener(
        closed -> {
          free.run();
          if (theirs != null) {
            theirs.handleEvent(closed);
          }
        });
    if (!connection.isOpen()) {
      free.run(); // it was closed before our listener was there
    }
  }

  private void leave(String address) {
    held.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
  }

  /** How many connections are counted, for tests. */
  int connections() {
    return held.values().stream().mapToInt(Integer::intValue).sum();
  }
}
