/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * One client on one connection that is kept, as cheap as can be: it shares the processor with what
 * it measures.
 */
final class LoadClient implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Socket socket;
  private final byte[] request;
  private final CompletableFuture<long[]> result = new CompletableFuture<>();

  private LoadClient(URI address, byte[] request) throws IOException {
    socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    this.request = request;
  }

  /** Asks for the exam list for a while, with a pause between. */
  static LoadClient asking(OurServer server, String cookie, long pauseMillis, long millis) {
    try {
      URI address = URI.create(server.dashboard());
      LoadClient client = new LoadClient(address, request(address, "/api/exams", cookie, ""));
      Thread thread = new Thread(() -> client.ask(pauseMillis, millis), "load-client");
      thread.start();
      return client;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A WebSocket client that never reads. */
  static LoadClient deaf(URI socket, String cookie) throws IOException {
    LoadClient client = new LoadClient(socket, upgrade(socket, cookie));
    client.socket.getOutputStream().write(client.request);
    return client;
  }

  /** The request that opens a WebSocket, RFC 6455 §4.1. */
  static byte[] upgrade(URI socket, String cookie) {
    return request(
        socket,
        socket.getPath(),
        cookie,
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://"
            + socket.getAuthority()
            + "\r\n");
  }

  private static byte[] request(URI address, String target, String cookie, String more) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n%s\r\n"
        .formatted(target, address.getAuthority(), cookie, more)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void ask(long pauseMillis, long millis) {
    LongStream.Builder times = LongStream.builder();
    long end = System.nanoTime() + millis * 1_000_000;
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        answer(in);
        times.add(System.nanoTime() - start);
        Thread.sleep(pauseMillis);
      }
      result.complete(times.build().toArray());
    } catch (IOException | InterruptedException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static void answer(InputStream in) throws IOException {
    int length = -1;
    String line = line(in);
    if (!line.startsWith("HTTP/1.1 200")) {
      throw new IOException(line);
    }
    while (!line.isEmpty()) {
      line = line(in);
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    if (length < 0) {
      throw new IOException("an answer without Content-Length");
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server has closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** What each answer took, in milliseconds; waits until it is done. */
  DoubleStream times() {
    return LongStream.of(result.join()).mapToDouble(nanos -> nanos / NANOS_PER_MILLI);
  }

  boolean isOpen() {
    try {
      socket.setSoTimeout(1);
      byte[] some = new byte[64 << 10];
      while (socket.getInputStream().read(some) >= 0) {
        // what was sent before
      }
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
