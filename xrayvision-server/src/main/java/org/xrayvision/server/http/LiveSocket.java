/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.util.Headers;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Principal;

/** The door of the WebSocket: who may in, and what is heard of a client (nothing but life). */
final class LiveSocket {
  private static final Logger LOGGER = System.getLogger(LiveSocket.class.getName());
  private static final int MAX_MESSAGE = 1024;

  private final LiveHub hub;
  private final int queue;
  private final Forwarding forwarding;

  LiveSocket(LiveHub hub, int queue, Forwarding forwarding) {
    this.hub = hub;
    this.queue = queue;
    this.forwarding = forwarding;
  }

  List<Route> routes() {
    return List.of(Route.get("/ws", Action.FOLLOW_EVENTS, this::open));
  }

  private Response open(Request request) throws Exception {
    HttpServerExchange exchange = request.exchange();
    new OriginCheck(forwarding).check(exchange, request.principal().bySession());
    long since = request.query().number("since", 0, Long.MAX_VALUE, -1);
    if (!"websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))) {
      throw new HttpException(
          426, "This is a WebSocket.", Map.of("Upgrade", "websocket", "Connection", "Upgrade"));
    }
    if (hub.isFullFor(request.principal())) {
      throw new HttpException(
          503, "This account has too many dashboards open.", Map.of("Retry-After", "30"));
    }
    if (hub.isFull()) {
      throw new HttpException(503, "Too many dashboards are open.", Map.of("Retry-After", "30"));
    }
    String address = forwarding.client(exchange);
    Principal principal = request.principal();
    WebSocketConnectionCallback opened =
        (same, channel) -> opened(channel, principal, address, since < 0 ? null : since);
    new WebSocketProtocolHandshakeHandler(opened, new ResponseCodeHandler(400))
        .handleRequest(exchange);
    return Response.TAKEN;
  }

  private void opened(
      WebSocketChannel channel, Principal principal, String address, @Nullable Long since) {
    LiveClient client = new LiveClient(channel, principal, queue);
    channel.addCloseTask(
        closed -> {
          client.gone();
          hub.remove(client);
        });
    channel.getReceiveSetter().set(new Listener(client));
    channel.resumeReceives();
    try {
      channel.getWorker().execute(() -> greet(client, address, since));
    } catch (RejectedExecutionException e) {
      client.cut();
    }
  }

  private void greet(LiveClient client, String address, @Nullable Long since) {
    try {
      hub.add(client, address, since);
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "Cannot tell a dashboard what it missed", e);
    }
  }

  /** Any frame is a sign of life; what it says is not looked at. */
  private static final class Listener extends AbstractReceiveListener {
    private final LiveClient client;

    Listener(LiveClient client) {
      this.client = client;
    }

    @Override
    protected long getMaxTextBufferSize() {
      return MAX_MESSAGE;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return MAX_MESSAGE;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      client.heard();
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      client.heard();
      message.getData().free();
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      client.heard();
      message.getData().free();
    }

    @Override
    protected void onError(WebSocketChannel channel, Throwable error) {
      client.cut();
    }
  }
}
