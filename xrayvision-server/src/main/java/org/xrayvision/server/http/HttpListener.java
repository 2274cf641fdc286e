/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xrayvision.dicom.net.TlsOptions;

/**
 * The port and its threads: Undertow's parts put together by hand, because its builder has no place
 * for who may hold how many connections. Safe for threads.
 */
final class HttpListener implements AutoCloseable {
  static final int WORKERS = 16;
  private static final int IO_THREADS = 2;
  private static final int BUFFER_BYTES = 16 * 1024 - 20;
  private static final int STOP_SECONDS = 5;

  private final HttpLimits limits;
  private final @Nullable TlsOptions tls;
  private final HttpOpenListener open;
  private final ConnectionPlaces places;
  private @Nullable XnioWorker worker;
  private @Nullable AcceptingChannel<? extends StreamConnection> channel;

  /**
   * A port that is not listened on yet.
   *
   * @param uncounted who may hold as many connections as there are
   */
  HttpListener(
      HttpLimits limits,
      @Nullable TlsOptions tls,
      HttpHandler handler,
      Predicate<InetAddress> uncounted) {
    this.limits = limits;
    this.tls = tls;
    this.open = new HttpOpenListener(new DefaultByteBufferPool(true, BUFFER_BYTES), protocol());
    this.open.setRootHandler(handler);
    this.places = new ConnectionPlaces(open, limits.maxConnectionsPerAddress(), uncounted);
  }

  /**
   * Listens. May be called once.
   *
   * @throws IOException if the port cannot be had
   */
  synchronized void start(InetSocketAddress address) throws IOException {
    Xnio xnio = Xnio.getInstance(HttpListener.class.getClassLoader());
    XnioWorker threads =
        xnio.createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, "xrv-http")
                .set(Options.WORKER_IO_THREADS, IO_THREADS)
                .set(Options.WORKER_TASK_CORE_THREADS, WORKERS)
                .set(Options.WORKER_TASK_MAX_THREADS, WORKERS)
                .getMap());
    worker = threads;
    ChannelListener<AcceptingChannel<StreamConnection>> accept =
        ChannelListeners.openListenerAdapter(places);
    channel =
        tls == null
            ? threads.createStreamConnectionServer(address, accept, socket())
            : secured(xnio, threads, address, accept, tls);
    channel.resumeAccepts();
  }

  // An accepting channel of TLS connections is one of connections to who accepts.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private AcceptingChannel<? extends StreamConnection> secured(
      Xnio xnio,
      XnioWorker threads,
      InetSocketAddress address,
      ChannelListener<AcceptingChannel<StreamConnection>> accept,
      TlsOptions options)
      throws IOException {
    OptionMap socket =
        OptionMap.builder()
            .addAll(socket())
            .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(options.profile().protocols()))
            .set(Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(options.profile().cipherSuites()))
            .getMap();
    return new UndertowXnioSsl(
            xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), options.context())
        .createSslConnectionServer(threads, address, (ChannelListener) accept, socket);
  }

  /** The port that is listened on, once started. */
  synchronized int port() {
    if (channel == null || !channel.isOpen()) {
      throw new IllegalStateException("the HTTP server is not listening");
    }
    return channel.getLocalAddress(InetSocketAddress.class).getPort();
  }

  /** How many connections are counted, for tests. */
  int connections() {
    return places.connections();
  }

  /** Ends what is under way and frees the port. Idempotent. */
  @Override
  public synchronized void close() {
    IoUtils.safeClose(channel);
    open.closeConnections();
    if (worker == null || worker.isShutdown()) {
      return;
    }
    worker.shutdownNow();
    try {
      worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OptionMap protocol() {
    return OptionMap.builder()
        .set(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
        .set(UndertowOptions.MAX_HEADERS, 100)
        .set(UndertowOptions.MAX_PARAMETERS, 100)
        .set(UndertowOptions.MAX_COOKIES, 50)
        .set(UndertowOptions.MAX_ENTITY_SIZE, (long) limits.maxBody())
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) limits.headerTime().toMillis())
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
        .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .getMap();
  }

  private OptionMap socket() {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, IO_THREADS)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, 1000)
        .set(Options.CONNECTION_HIGH_WATER, limits.maxConnections())
        .set(Options.CONNECTION_LOW_WATER, limits.maxConnections() - 1)
        .set(Options.SEND_BUFFER, limits.sendBuffer())
        .set(Options.TCP_NODELAY, true)
        .getMap();
  }
}
