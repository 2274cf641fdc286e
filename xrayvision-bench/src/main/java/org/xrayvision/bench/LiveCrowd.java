/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many WebSocket clients that note when they hear of an exam. */
final class LiveCrowd implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<WebSocket> sockets = new ArrayList<>();
  private final Queue<Double> delays = new ConcurrentLinkedQueue<>();
  private volatile Expected expected = new Expected("none yet", 0);

  private LiveCrowd() {}

  private record Expected(String uid, long since) {}

  static LiveCrowd join(URI address, String cookie, int count) {
    LiveCrowd crowd = new LiveCrowd();
    HttpClient client = HttpClient.newHttpClient();
    String origin = address.toString().replaceFirst("ws", "http").replaceFirst("/ws$", "");
    for (int i = 0; i < count; i++) {
      crowd.sockets.add(
          client
              .newWebSocketBuilder()
              .header("Cookie", cookie)
              .header("Origin", origin)
              .buildAsync(address, crowd.new Ear())
              .join());
    }
    return crowd;
  }

  /** From now on the event of this exam is listened for. */
  void expect(String uid, long since) {
    expected = new Expected(uid, since);
  }

  /** Sorted, in milliseconds. */
  double[] delays() {
    return delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  @Override
  public void close() {
    sockets.forEach(WebSocket::abort);
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        Expected now = expected;
        if (text.indexOf("radreview") >= 0 && text.indexOf('"' + now.uid() + '"') >= 0) {
          delays.add((System.nanoTime() - now.since()) / NANOS_PER_MILLI);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
