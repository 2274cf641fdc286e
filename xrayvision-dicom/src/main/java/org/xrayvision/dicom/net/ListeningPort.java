/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A port and the thread that takes its connections. Safe for threads; {@link #start} is called
 * once.
 */
final class ListeningPort {
  private static final int BACKLOG = 128;

  /** What becomes of connections. */
  interface Taker {
    /** Takes a connection over; must be quick. */
    void take(Socket socket, @Nullable TlsOptions tls) throws IOException;

    /** Is told what came between; {@code socket} is closed. */
    void failed(Throwable cause);
  }

  private final ServerSocket server;
  private final @Nullable TlsOptions tls;
  private final Taker taker;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Binds the port.
   *
   * @throws IOException naming address and port, if that cannot be
   */
  ListeningPort(InetSocketAddress address, @Nullable TlsOptions tls, String aeTitle, Taker taker)
      throws IOException {
    this.server = bind(address);
    this.tls = tls;
    this.taker = taker;
    this.thread =
        new Thread(
            this::acceptAll,
            "dicom-acceptor " + aeTitle + ":" + port() + (tls == null ? "" : " TLS"));
  }

  void start() {
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Takes no more; the thread ends soon. */
  void close() {
    closing = true;
    try {
      server.close();
    } catch (IOException e) {
      // The thread sees the flag at the latest with the next connection.
    }
  }

  /** Waits for the thread until this {@code nanoTime}; true if interrupted. */
  boolean join(long deadline) {
    return Timers.join(thread, deadline);
  }

  private static ServerSocket bind(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "cannot listen for DICOM on " + address + ": " + e.getMessage() + "; is the port in use?",
          e);
    }
  }

  /** Whatever goes wrong with one connection, the next is taken. */
  private void acceptAll() {
    while (!closing) {
      Socket taken = null;
      try {
        taken = server.accept();
        taker.take(taken, tls);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        if (!closing || taken != null) {
          refuse(taken, e);
        }
      }
    }
  }

  /** Out of file descriptors, threads or memory, or our own error: it may pass. */
  private void refuse(@Nullable Socket taken, Throwable cause) {
    try {
      if (taken != null) {
        taken.close();
      }
      taker.failed(cause);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // There is nobody left to tell.
    }
    if (!closing) {
      Timers.pause();
    }
  }
}
