/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.auth.ControlToken;

/** Whether somebody who only wants to know that the server lives is told so when it is busy. */
@Timeout(60)
final class SignOfLifeTest {
  @TempDir private Path folder;

  @Test
  void comesThoughAllWorkersBeBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(HttpListener.WORKERS);
    CountDownLatch onward = new CountDownLatch(1);
    Route slow =
        Route.open(
            "GET",
            "/slow",
            request -> {
              busy.countDown();
              onward.await();
              return Response.success("At last.");
            });
    List<Socket> waiting = new ArrayList<>();
    try (TestServer server = new TestServer(folder);
        HttpListener listener = listener(server, slow)) {
      listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      for (int i = 0; i < HttpListener.WORKERS; i++) {
        waiting.add(ask(listener, "/slow"));
      }
      busy.await();

      try (Socket alive = ask(listener, "/health/live")) {
        assertThat(answer(alive)).startsWith("HTTP/1.1 200").endsWith("{\"status\":\"up\"}");
      }

      onward.countDown();
      for (Socket socket : waiting) {
        assertThat(answer(socket)).contains("At last.");
        socket.close();
      }
    }
  }

  private static HttpListener listener(TestServer server, Route slow) {
    Router router =
        new Router(
            Stream.concat(Stream.of(slow), new HealthRoutes(server.engine).routes().stream())
                .toList());
    Forwarding forwarding = new Forwarding(List.of());
    Dispatcher dispatcher =
        new Dispatcher(
            router,
            server.users,
            forwarding,
            new HostCheck(new HostNames(Set.of()), forwarding),
            ControlToken.random(),
            new RateLimits(0, 0, TimeMeter.SYSTEM_NANOTIME));
    HttpLimits limits = HttpLimits.defaults();
    return new HttpListener(limits, null, new Entrance(dispatcher, limits), address -> true);
  }

  private static Socket ask(HttpListener listener, String path) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(30_000);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String answer(Socket socket) throws Exception {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
