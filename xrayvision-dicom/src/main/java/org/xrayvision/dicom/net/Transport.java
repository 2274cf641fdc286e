/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The transport connection (PS3.8 §9.1): a socket with bounded reads and bounded writes, and TLS
 * over it if wanted.
 */
final class Transport {
  private final Socket socket;
  private final Limits limits;
  private final @Nullable TlsOptions tls;
  private final WriteGuard guard;
  private volatile @Nullable SSLSocket secure;
  private @Nullable TimedInput timed;
  private @Nullable SocketInput in;
  private @Nullable OutputStream out;

  Transport(
      Socket socket, Limits limits, @Nullable TlsOptions tls, ScheduledExecutorService timer) {
    this.socket = socket;
    this.limits = limits;
    this.tls = tls;
    this.guard = new WriteGuard(timer, limits.write(), this::close);
  }

  /** Connects as a requestor, and shakes hands, within this time in all. */
  void connect(InetSocketAddress address, Duration timeout) throws IOException {
    long deadline = SocketInput.deadlineIn(timeout);
    socket.connect(address, Math.toIntExact(timeout.toMillis()));
    open();
    secure(address.getHostString(), true, deadline);
  }

  /** The socket is connected. */
  void open() throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    RateFloor floor = new RateFloor(limits.minBytesPerSecond(), limits.rateWindow());
    timed = new TimedInput(socket, limits.idle(), floor);
    in = new SocketInput(timed);
    out = new GuardedOutput(socket.getOutputStream());
  }

  /** Shakes hands as an acceptor. */
  void secure(long deadline) throws IOException {
    secure(socket.getInetAddress().getHostAddress(), false, deadline);
  }

  private void secure(String host, boolean requestor, long deadline) throws IOException {
    if (tls == null) {
      return;
    }
    timed().deadline(deadline);
    BoundedSocket bounded = new BoundedSocket(socket, timed(), output());
    SSLSocket made = TlsLayer.over(bounded, tls, host, requestor);
    made.startHandshake();
    in = new SocketInput(made.getInputStream());
    out = made.getOutputStream();
    secure = made;
  }

  SocketInput input() {
    return Objects.requireNonNull(in, "not connected");
  }

  /** The input's time. */
  TimedInput timed() {
    return Objects.requireNonNull(timed, "not connected");
  }

  private OutputStream output() {
    return Objects.requireNonNull(out, "not connected");
  }

  /** One write call; if the peer does not read in time, the socket is closed and this throws. */
  void write(byte[] bytes, int length) throws IOException {
    boolean ours = guard.begin();
    try {
      output().write(bytes, 0, length);
    } finally {
      if (ours) {
        guard.end();
      }
    }
  }

  /** Whether a write ran out of time. */
  boolean writeExpired() {
    return guard.expired();
  }

  /** Closes with TLS's farewell, so that the peer knows that nothing was cut off. */
  void finish() {
    SSLSocket current = secure;
    try {
      if (current != null && !socket.isClosed()) {
        current.shutdownOutput();
      }
    } catch (IOException e) {
      // The peer has gone before.
    }
    close();
  }

  /**
   * Any thread may call it, at any time; reads and writes under way throw. TLS is not asked: it
   * would wait for a write that is stuck.
   */
  void close() {
    guard.cancel();
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more can be done for this socket.
    }
  }

  /** Bounds also what TLS writes by itself: in a handshake, and in answer to what it reads. */
  private final class GuardedOutput extends FilterOutputStream {
    GuardedOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      boolean ours = guard.begin();
      try {
        out.write(bytes, offset, length);
      } finally {
        if (ours) {
          guard.end();
        }
      }
    }
  }
}
