/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM node that answers C-ECHO, C-STORE and what its services offer, with TLS on a port of its
 * own if wanted (PS3.15 annex B): one thread for each port takes connections, one thread serves
 * each association, its TLS handshake included, one timer serves all of them. Safe for threads.
 */
public final class DicomListener implements AutoCloseable {
  /** Connections beyond the associations: those being negotiated, rejected or closed. */
  private static final int SPARE_CONNECTIONS = 32;

  /** The same for one address, if its associations have a limit. */
  private static final int SPARE_OF_ADDRESS = 8;

  private static final Duration FORCED = Duration.ofSeconds(1);

  private final AcceptorOptions options;
  private final Services services;
  private final ThreadFactory threads;
  private final Events events;
  private final Negotiator negotiator;
  private final Limits limits;
  private final Map<AcceptedConnection, Thread> connections = new ConcurrentHashMap<>();
  private final Places places;
  private final AcceptedConnection.Owner owner = new Owner();
  private final Object lifecycle = new Object();
  private volatile boolean closing;

  // Guarded by lifecycle, set once by start().
  private @Nullable ListeningPort plain;
  private @Nullable ListeningPort secure;
  private @Nullable ScheduledThreadPoolExecutor timer;

  /** A listener that does not listen yet. */
  public DicomListener(
      AcceptorOptions options, StoreHandler handler, AssociationListener listener) {
    this(options, handler, listener, List.of());
  }

  /**
   * A listener that offers more than Verification and Storage; it does not listen yet.
   *
   * @throws IllegalArgumentException if two services have a SOP class in common
   */
  public DicomListener(
      AcceptorOptions options,
      StoreHandler handler,
      AssociationListener listener,
      List<DimseService> services) {
    this(
        options,
        new Services(handler, services),
        listener,
        connection -> new Thread(connection, "dicom-scp"));
  }

  DicomListener(
      AcceptorOptions options,
      Services services,
      AssociationListener listener,
      ThreadFactory threads) {
    this.options = options;
    this.services = services;
    this.threads = threads;
    this.events = new Events(listener);
    this.negotiator = new Negotiator(options, services);
    this.limits =
        new Limits(
            options.maxPduLength(),
            options.artimTimeout(),
            options.idleTimeout(),
            options.messageTimeout(),
            options.writeTimeout(),
            options.associationTimeout(),
            options.minBytesPerSecond(),
            options.rateWindow());
    this.places = new Places(options.maxAssociations(), options.maxAssociationsPerAddress());
  }

  /**
   * Binds the port, or both, and begins to take connections.
   *
   * @throws IOException if a port cannot be bound; it names address and port
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() throws IOException {
    synchronized (lifecycle) {
      if (timer != null || closing) {
        throw new IllegalStateException("the DICOM listener was started or closed before");
      }
      ScheduledThreadPoolExecutor newTimer = Timers.newTimer("dicom-timer " + options.aeTitle());
      Taker taker = new Taker(newTimer);
      ListeningPort first = options.port() < 0 ? null : bind(options.port(), null, taker);
      TlsOptions tls = options.tls();
      try {
        secure = tls == null ? null : bind(options.tlsPort(), tls, taker);
      } catch (IOException e) {
        if (first != null) {
          first.close();
        }
        throw e;
      }
      plain = first;
      timer = newTimer;
      ports().forEach(ListeningPort::start);
    }
  }

  private ListeningPort bind(int port, @Nullable TlsOptions tls, Taker taker) throws IOException {
    return new ListeningPort(options.bindAddress(port), tls, options.aeTitle(), taker);
  }

  private List<ListeningPort> ports() {
    return Stream.of(Optional.ofNullable(plain), Optional.ofNullable(secure))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The port that is listened on without TLS.
   *
   * @throws IllegalStateException before {@link #start()}, or if there is none
   */
  public int port() {
    synchronized (lifecycle) {
      return portOf(plain);
    }
  }

  /**
   * The port that is listened on with TLS.
   *
   * @throws IllegalStateException before {@link #start()}, or if there is none
   */
  public int tlsPort() {
    synchronized (lifecycle) {
      return portOf(secure);
    }
  }

  private static int portOf(@Nullable ListeningPort listening) {
    if (listening == null) {
      throw new IllegalStateException("the DICOM listener was not started, or not for that port");
    }
    return listening.port();
  }

  /** How many associations stand now; those whose TLS handshake is under way count too. */
  public int activeAssociations() {
    return places.taken();
  }

  /**
   * Takes no more connections, aborts the associations that are idle, waits {@link
   * AcceptorOptions#closeGrace()} for messages under way and aborts what is left. When it returns
   * no thread and no socket of this listener is left, unless a {@link StoreHandler} does not return
   * even when interrupted. Calling it again does nothing.
   */
  @Override
  public void close() {
    synchronized (lifecycle) {
      if (closing) {
        return;
      }
      closing = true;
      if (timer == null) {
        return;
      }
      boolean interrupted = stopAccepting();
      connections.keySet().forEach(AcceptedConnection::closeIfIdle);
      interrupted |= awaitConnections(interrupted ? Duration.ZERO : options.closeGrace());
      connections.keySet().forEach(AcceptedConnection::abortAndClose);
      interrupted |= awaitConnections(FORCED);
      connections.keySet().forEach(AcceptedConnection::interrupt);
      interrupted |= awaitConnections(FORCED);
      timer.shutdownNow();
      interrupted |= Timers.await(timer);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes connections over from the ports' threads. */
  private final class Taker implements ListeningPort.Taker {
    private final ScheduledThreadPoolExecutor sharedTimer;

    Taker(ScheduledThreadPoolExecutor sharedTimer) {
      this.sharedTimer = sharedTimer;
    }

    @Override
    public void take(Socket socket, @Nullable TlsOptions tls) throws IOException {
      if (isCrowd(socket)) {
        events.connectionRefused(
            "too many connections, closed that of " + socket.getRemoteSocketAddress());
        socket.close();
        return;
      }
      UpperLayer layer = new UpperLayer(socket, false, limits, tls, sharedTimer);
      AcceptedConnection connection =
          new AcceptedConnection(owner, negotiator, socket, layer, tls != null, services, events);
      Thread thread = threads.newThread(connection);
      connections.put(connection, thread);
      boolean started = false;
      try {
        thread.start();
        started = true;
      } finally {
        if (!started) {
          connections.remove(connection);
        }
      }
    }

    @Override
    public void failed(Throwable cause) {
      events.connectionRefused("cannot take a connection: " + cause);
    }
  }

  /** Whether there are too many connections, in all or from where this one comes. */
  private boolean isCrowd(Socket socket) {
    int perAddress = options.maxAssociationsPerAddress();
    if (perAddress > 0) {
      InetAddress address = socket.getInetAddress();
      long same = connections.keySet().stream().filter(each -> each.isFrom(address)).count();
      if (same >= perAddress + SPARE_OF_ADDRESS) {
        return true;
      }
    }
    return connections.size() >= options.maxAssociations() + SPARE_CONNECTIONS;
  }

  private boolean stopAccepting() {
    ports().forEach(ListeningPort::close);
    long deadline = System.nanoTime() + FORCED.toNanos();
    boolean interrupted = false;
    for (ListeningPort listening : ports()) {
      interrupted |= listening.join(deadline);
    }
    return interrupted;
  }

  /** Waits for the threads of all connections; true if interrupted. */
  private boolean awaitConnections(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    for (Thread thread : connections.values()) {
      interrupted |= !interrupted && Timers.join(thread, deadline);
    }
    return interrupted;
  }

  private final class Owner implements AcceptedConnection.Owner {
    @Override
    public Places places() {
      return places;
    }

    @Override
    public boolean isClosing() {
      return closing;
    }

    @Override
    public void ended(AcceptedConnection connection) {
      connections.remove(connection);
    }
  }
}
