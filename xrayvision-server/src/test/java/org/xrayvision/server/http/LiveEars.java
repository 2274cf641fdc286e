/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Many dashboards, of which each checks that it hears every event, in order; who is cut off comes
 * back and goes on where it was, as the pages do. Safe for threads.
 */
final class LiveEars implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int AT_ONCE = 25;
  private static final int MOST_COMPLAINTS = 20;

  private final URI address;
  private final String origin;
  private final String cookie;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
  private final List<Ear> ears = new ArrayList<>();
  private final Collection<String> complaints = new ConcurrentLinkedQueue<>();
  private volatile boolean closing;

  private LiveEars(TestServer server, String cookie) {
    this.address = URI.create("ws://" + server.host() + "/ws");
    this.origin = server.origin();
    this.cookie = cookie;
  }

  static LiveEars join(TestServer server, String cookie, int count) {
    LiveEars all = new LiveEars(server, cookie);
    for (int from = 0; from < count; from += AT_ONCE) {
      List<CompletableFuture<WebSocket>> some = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
        Ear ear = all.new Ear();
        all.ears.add(ear);
        some.add(ear.connect());
      }
      some.forEach(CompletableFuture::join);
    }
    return all;
  }

  /** Whether all have heard the events up to this one. */
  boolean haveHeard(long seq) {
    return ears.stream().allMatch(ear -> ear.heard >= seq);
  }

  /** What was not as it should be. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The longest time that an event was on its way to one of them. */
  Duration longestDelay() {
    return Duration.ofMillis(ears.stream().mapToLong(ear -> ear.longestMillis).max().orElse(0));
  }

  private void complain(String what) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(what);
    }
  }

  @Override
  public void close() {
    closing = true;
    ears.forEach(ear -> ear.socket.abort());
    threads.shutdownNow();
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();
    private volatile WebSocket socket;
    private volatile long heard = -1;
    private volatile long longestMillis;

    CompletableFuture<WebSocket> connect() {
      part.setLength(0);
      URI where = heard < 0 ? address : URI.create(address + "?since=" + heard);
      return client
          .newWebSocketBuilder()
          .header("Cookie", cookie)
          .header("Origin", origin)
          .buildAsync(where, this);
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        String message = part.toString();
        part.setLength(0);
        try {
          hear(TestServer.parse(message).path("event"));
        } catch (RuntimeException e) {
          complain("a message that is none: " + e);
        }
      }
      from.request(1);
      return null;
    }

    private void hear(JsonNode event) {
      if (event.isMissingNode() || event.isNull()) {
        return; // the state alone
      }
      long seq = event.path("seq").asLong();
      switch (event.path("name").asText()) {
        case "query" -> {}
        case "connected" -> begin(seq);
        case "resync" -> heard = event.path("payload").path("seq").asLong();
        default -> next(seq, Instant.parse(event.path("at").asText()));
      }
    }

    private void begin(long seq) {
      if (heard >= 0 && seq != heard) {
        complain("who was at " + heard + " goes on at " + seq);
      }
      heard = seq;
    }

    private void next(long seq, Instant at) {
      if (seq != heard + 1) {
        complain("after " + heard + " came " + seq);
      }
      longestMillis = Math.max(longestMillis, Duration.between(at, Instant.now()).toMillis());
      heard = seq;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      comeBack();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      comeBack();
    }

    private void comeBack() {
      if (!closing) {
        connect().exceptionally(e -> lost(e));
      }
    }

    private @Nullable WebSocket lost(Throwable e) {
      complain("who was cut off cannot come back: " + e);
      return null;
    }
  }
}
