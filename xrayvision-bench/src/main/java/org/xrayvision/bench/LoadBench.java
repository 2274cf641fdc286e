/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A house full of dashboards on one machine, the clients on the same two cores: requests a second
 * of {@code /api/exams} on eight connections; then how long an event needs to 500 WebSocket clients
 * while 50 clients ask for the list once a second and one reads nothing.
 */
final class LoadBench {
  private static final int CONNECTIONS = 8;
  private static final int SOCKETS = Integer.getInteger("sockets", 500);
  private static final int CLIENTS = 50;
  private static final int EVENTS = 40;

  /** The first review after a start loads its classes, on both sides. */
  private static final int WARM_EVENTS = 5;

  private static final long WARM_MILLIS = 8_000;
  private static final long MEASURED_MILLIS = 10_000;
  private static final long EVENT_PAUSE_MILLIS = 500;
  private static final double P50 = 0.50;
  private static final double P99 = 0.99;

  private LoadBench() {}

  public static void main(String[] args) throws Exception {
    Path data = Files.createTempDirectory(Path.of(args[0]), "load-bench");
    ApiBench.fill(data.resolve("xrayvision.db"));
    try (OurServer server = OurServer.start(data)) {
      String cookie = ApiBench.logIn(HttpClient.newHttpClient(), server);
      throughput(server, cookie);
      events(server, cookie);
    }
  }

  private static void throughput(OurServer server, String cookie) throws Exception {
    run(server, cookie, CONNECTIONS, 0, WARM_MILLIS);
    double[] times = run(server, cookie, CONNECTIONS, 0, MEASURED_MILLIS);
    System.out.printf(
        Locale.ROOT,
        "%n/api/exams on %d connections: %.0f requests/s, p50 %.1f ms, p99 %.1f ms%n",
        CONNECTIONS,
        times.length * 1000.0 / MEASURED_MILLIS,
        at(times, P50),
        at(times, P99));
  }

  private static void events(OurServer server, String cookie) throws Exception {
    URI socket = URI.create(server.dashboard().replaceFirst("http", "ws") + "ws");
    try (LiveCrowd crowd = LiveCrowd.join(socket, cookie, SOCKETS);
        LoadClient deaf = LoadClient.deaf(socket, cookie)) {
      List<double[]> asked = new ArrayList<>();
      Thread askers =
          new Thread(
              () ->
                  asked.add(
                      run(
                          server,
                          cookie,
                          CLIENTS,
                          1000,
                          (WARM_EVENTS + EVENTS) * EVENT_PAUSE_MILLIS)),
              "askers");
      askers.start();
      HttpClient reviewer = HttpClient.newHttpClient();
      for (int i = -WARM_EVENTS; i < EVENTS; i++) {
        if (i == 0) {
          crowd.forget();
        }
        String uid = "2.25." + (1_000_100 + i);
        crowd.expect(uid, System.nanoTime());
        review(reviewer, server, cookie, uid);
        Thread.sleep(EVENT_PAUSE_MILLIS);
      }
      askers.join();
      double[] heard = crowd.delays();
      System.out.printf(
          Locale.ROOT,
          "An event to %d WebSocket clients (%d of %d heard): p50 %.1f ms, p99 %.1f ms, last %.1f ms%n",
          SOCKETS,
          heard.length,
          SOCKETS * EVENTS,
          at(heard, P50),
          at(heard, P99),
          heard[heard.length - 1]);
      System.out.printf(
          Locale.ROOT,
          "  meanwhile %d clients asked for the list once a second: p50 %.1f ms, p99 %.1f ms%n",
          CLIENTS,
          at(asked.get(0), P50),
          at(asked.get(0), P99));
      if (!deaf.isOpen()) {
        System.out.println("  the client that reads nothing was cut off");
      }
    }
  }

  private static void review(HttpClient client, OurServer server, String cookie, String uid)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.dashboard() + "api/rad_review"))
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .header("Origin", server.dashboard().replaceAll("/$", ""))
            .POST(HttpRequest.BodyPublishers.ofString("{\"uid\":\"" + uid + "\",\"normal\":true}"))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("rad_review answered " + answer.statusCode());
    }
  }

  /** All times of all clients, sorted, in milliseconds. */
  private static double[] run(
      OurServer server, String cookie, int clients, long pauseMillis, long millis) {
    List<LoadClient> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(LoadClient.asking(server, cookie, pauseMillis, millis));
    }
    double[] times = all.stream().flatMapToDouble(LoadClient::times).toArray();
    Arrays.sort(times);
    return times;
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * part))];
  }
}
