/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares our clock with the Date (RFC 9110 §6.6.1) of the servers that are configured anyway: the
 * first that tells one. Sent is a HEAD, and nothing else. Immutable.
 */
record ClockCheck(List<URI> peers, Clock clock) implements Check {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int MOST_PEERS = 5;

  /** A Date has whole seconds, and the way there takes some of the rest. */
  private static final Duration TOLERATED = Duration.ofSeconds(10);

  private static final double MILLIS = 1e3;

  ClockCheck {
    peers = List.copyOf(peers);
  }

  @Override
  public String kind() {
    return "clock";
  }

  @Override
  public @Nullable String target() {
    return null;
  }

  @Override
  public Duration atMost() {
    return ANSWER.multipliedBy(MOST_PEERS + 1);
  }

  @Override
  public Outcome look() throws InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(ANSWER)
            .build();
    for (URI peer : peers.subList(0, Math.min(MOST_PEERS, peers.size()))) {
      Optional<Duration> ahead = ahead(client, peer);
      if (ahead.isPresent()) {
        return judged(ahead.get(), peer.getHost());
      }
    }
    return Outcome.skipped("no_peer", "No configured HTTP server told its time.");
  }

  static Outcome judged(Duration ahead, String host) {
    String seconds = String.format(Locale.ROOT, "%.1f", Math.abs(ahead.toMillis()) / MILLIS);
    String side = ahead.isNegative() ? "behind" : "ahead of";
    String words = "Our clock is " + seconds + " s " + side + " that of " + host + ".";
    return ahead.abs().compareTo(TOLERATED) <= 0
        ? Outcome.ok("clock", Map.of("seconds", seconds, "peer", host), words)
        : Outcome.failed(words, "Have both set by NTP; times of exams and alerts depend on it.");
  }

  /** By how much our clock is ahead of the peer's. */
  private Optional<Duration> ahead(HttpClient client, URI peer) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(peer)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .timeout(ANSWER)
            .build();
    Instant before = clock.instant();
    try {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
      return answer
          .headers()
          .firstValue("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
          // The second that it names has passed by half, on average.
          .map(date -> Duration.between(date.toInstant().plusMillis(500), middle));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
