/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The transport connection (PS3.8 §9.1): a socket with bounded reads and bounded writes. */
final class Transport {
  private final Socket socket;
  private final Duration idle;
  private final WriteGuard guard;
  private @Nullable SocketInput in;
  private @Nullable OutputStream out;

  Transport(Socket socket, Duration idle, Duration write, ScheduledExecutorService timer) {
    this.socket = socket;
    this.idle = idle;
    this.guard = new WriteGuard(timer, write, this::close);
  }

  void connect(InetSocketAddress address, Duration timeout) throws IOException {
    socket.connect(address, Math.toIntExact(timeout.toMillis()));
    open();
  }

  /** The socket is connected. */
  void open() throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    in = new SocketInput(socket, idle);
    out = socket.getOutputStream();
  }

  SocketInput input() {
    return Objects.requireNonNull(in, "not connected");
  }

  /** One write call; if the peer does not read in time, the socket is closed and this throws. */
  void write(byte[] bytes, int length) throws IOException {
    guard.begin();
    try {
      Objects.requireNonNull(out, "not connected").write(bytes, 0, length);
    } finally {
      guard.end();
    }
  }

  /** Whether a write ran out of time. */
  boolean writeExpired() {
    return guard.expired();
  }

  /** Any thread may call it, at any time; reads and writes under way throw. */
  void close() {
    guard.cancel();
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more can be done for this socket.
    }
  }
}
