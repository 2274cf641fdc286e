/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets that say nothing, from one address, at a real port. */
final class ConnectionPlacesTest {
  private static final int MOST = 5;
  private static final HttpHandler HELLO = exchange -> exchange.getResponseSender().send("hello");

  private final List<Socket> sockets = new ArrayList<>();
  private HttpListener listener;

  private void listen(boolean counted) throws IOException {
    HttpLimits usual = HttpLimits.defaults();
    HttpLimits limits =
        new HttpLimits(
            usual.maxBody(),
            usual.headerTime(),
            usual.bodyTime(),
            usual.sendTime(),
            usual.maxConnections(),
            MOST,
            usual.sendBuffer(),
            usual.clientQueue(),
            usual.maxClients(),
            usual.maxClientsPerAccount(),
            usual.maxCatchUp(),
            usual.stateInterval(),
            usual.pingInterval(),
            usual.downloads());
    listener = new HttpListener(limits, null, HELLO, address -> !counted);
    listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    return socket;
  }

  /** Whether it is answered; else the connection was closed. */
  private static boolean isAnswered(Socket socket) throws IOException {
    try {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (SocketException e) {
      return false;
    }
  }

  /** The server hears of a connection's end a moment later. */
  private boolean isAnsweredInTime() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      if (isAnswered(connect())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anAddressHoldsSoManyConnectionsAndNoMore() throws IOException {
    listen(true);
    for (int i = 0; i < MOST; i++) {
      assertThat(isAnswered(connect())).isTrue();
    }

    assertThat(isAnswered(connect())).isFalse();
  }

  @Test
  void aPlaceIsFreeWhenItsConnectionHasEnded() throws IOException {
    listen(true);
    for (int i = 0; i < MOST; i++) {
      assertThat(isAnswered(connect())).isTrue();
    }
    sockets.get(0).close();

    assertThat(isAnsweredInTime()).isTrue();
    assertThat(isAnswered(connect())).isFalse();
  }

  @Test
  void silentOnesCountToo() throws IOException {
    listen(true);
    for (int i = 0; i < MOST; i++) {
      connect();
    }
    // Two threads accept: the next one could be before one of these.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (listener.connections() < MOST && System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    assertThat(isAnswered(connect())).isFalse();
    for (Socket socket : sockets.subList(0, MOST)) {
      socket.close();
    }
    assertThat(isAnsweredInTime()).isTrue();
  }

  @Test
  void aTrustedProxyIsNotCounted() throws IOException {
    listen(false);
    for (int i = 0; i < 4 * MOST; i++) {
      assertThat(isAnswered(connect())).isTrue();
    }
  }
}
