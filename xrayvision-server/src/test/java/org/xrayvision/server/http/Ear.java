/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one WebSocket client has heard, in its order. Safe for threads. */
final class Ear implements WebSocket.Listener {
  final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(TestServer.parse(part.toString()));
      part.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    closed.complete(-1);
  }

  /** The next message that carries an event. */
  JsonNode event() throws InterruptedException {
    JsonNode message;
    do {
      message = messages.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message within a minute").isNotNull();
    } while (!message.has("event"));
    return message;
  }

  /** The next with an event of this name. */
  JsonNode event(String name) throws InterruptedException {
    JsonNode message;
    do {
      message = event();
    } while (!message.get("event").get("name").asText().equals(name));
    return message;
  }
}
