/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Principal;

/**
 * One WebSocket client with what waits for it. Sending never blocks; when too much waits, the
 * client is cut off. Safe for threads.
 */
final class LiveClient {
  static final int GOING_AWAY = 1001;
  static final int POLICY_VIOLATION = 1008;

  private final WebSocketChannel channel;
  private final Principal principal;
  private final int capacity;
  private final Deque<String> waiting = new ArrayDeque<>();
  private volatile long lastHeardNanos = System.nanoTime();
  private boolean held = true;
  private boolean sending;
  private boolean closed;

  /** Nothing is sent before {@link #release}. */
  LiveClient(WebSocketChannel channel, Principal principal, int capacity) {
    this.channel = channel;
    this.principal = principal;
    this.capacity = capacity;
  }

  Principal principal() {
    return principal;
  }

  boolean seesExams() {
    return principal.may(Action.SEE_EXAMS);
  }

  /** Sends in its turn, or cuts the client off. */
  void send(String message) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (waiting.size() >= capacity) {
        cut();
        return;
      }
      waiting.addLast(message);
      if (held || sending) {
        return;
      }
      sending = true;
    }
    drain();
  }

  /** Begins to send: these first, however many, then what has come since. */
  void release(List<String> first) {
    synchronized (this) {
      if (closed || !held) {
        return;
      }
      for (int i = first.size() - 1; i >= 0; i--) {
        waiting.addFirst(first.get(i));
      }
      held = false;
      sending = true;
    }
    drain();
  }

  void ping() {
    WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
  }

  /** The connection is over. */
  synchronized void gone() {
    closed = true;
    waiting.clear();
  }

  synchronized boolean isGone() {
    return closed;
  }

  void heard() {
    lastHeardNanos = System.nanoTime();
  }

  long silentNanos() {
    return System.nanoTime() - lastHeardNanos;
  }

  /** Says good-bye as far as the client reads; a second call changes nothing. */
  void close(int code, String reason) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
    }
    WebSockets.sendClose(code, reason, channel, null);
  }

  /** Ends the connection at once. */
  synchronized void cut() {
    gone();
    // Never in the middle of somebody else's work: closing runs listeners.
    channel.getIoThread().execute(() -> IoUtils.safeClose(channel));
  }

  /** One thread at a time; a send that ends at once is followed here, not by recursion. */
  private void drain() {
    String next;
    while ((next = take()) != null) {
      AtomicBoolean secondToArrive = new AtomicBoolean();
      WebSockets.sendText(next, channel, new Sent(secondToArrive));
      if (secondToArrive.compareAndSet(false, true)) {
        return;
      }
    }
  }

  private synchronized @Nullable String take() {
    String next = waiting.pollFirst();
    sending = next != null;
    return next;
  }

  /** Goes on after a send that did not end at once. */
  private final class Sent implements WebSocketCallback<Void> {
    private final AtomicBoolean secondToArrive;

    Sent(AtomicBoolean secondToArrive) {
      this.secondToArrive = secondToArrive;
    }

    @Override
    public void complete(WebSocketChannel same, @Nullable Void context) {
      if (!secondToArrive.compareAndSet(false, true)) {
        // Off this stack: Undertow calls back in the middle of writing frames.
        channel.getIoThread().execute(LiveClient.this::drain);
      }
    }

    @Override
    public void onError(WebSocketChannel same, @Nullable Void context, Throwable error) {
      cut();
    }
  }
}
