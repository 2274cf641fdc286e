/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM node that answers C-ECHO, C-STORE and what its services offer: one thread takes
 * connections, one thread serves each association, one timer serves all of them. Safe for threads.
 */
public final class DicomListener implements AutoCloseable {
  /** Connections beyond the associations: those being negotiated, rejected or closed. */
  private static final int SPARE_CONNECTIONS = 32;

  private static final int BACKLOG = 128;
  private static final Duration FORCED = Duration.ofSeconds(1);

  private final AcceptorOptions options;
  private final Services services;
  private final ThreadFactory threads;
  private final Events events;
  private final Negotiator negotiator;
  private final Limits limits;
  private final Map<AcceptedConnection, Thread> connections = new ConcurrentHashMap<>();
  private final AtomicInteger associations = new AtomicInteger();
  private final AcceptedConnection.Owner owner = new Owner();
  private final Object lifecycle = new Object();
  private volatile boolean closing;

  // Guarded by lifecycle, set once by start().
  private @Nullable ServerSocket server;
  private @Nullable Thread acceptor;
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
            options.writeTimeout());
  }

  /**
   * Binds the port and begins to take connections.
   *
   * @throws IOException if the port cannot be bound; it names address and port
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() throws IOException {
    synchronized (lifecycle) {
      if (server != null || closing) {
        throw new IllegalStateException("the DICOM listener was started or closed before");
      }
      ServerSocket socket = bind(options.bindAddress());
      String name = options.aeTitle() + ":" + socket.getLocalPort();
      ScheduledThreadPoolExecutor newTimer = Timers.newTimer("dicom-timer " + name);
      Thread thread = new Thread(() -> acceptAll(socket, newTimer), "dicom-acceptor " + name);
      server = socket;
      timer = newTimer;
      acceptor = thread;
      thread.start();
    }
  }

  /**
   * The port that is listened on.
   *
   * @throws IllegalStateException before {@link #start()}
   */
  public int port() {
    synchronized (lifecycle) {
      if (server == null) {
        throw new IllegalStateException("the DICOM listener was not started");
      }
      return server.getLocalPort();
    }
  }

  /** How many associations stand now. */
  public int activeAssociations() {
    return associations.get();
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
      if (server == null) {
        return;
      }
      boolean interrupted = stopAccepting(server, acceptor);
      connections.keySet().forEach(AcceptedConnection::closeIfIdle);
      interrupted |= awaitConnections(interrupted ? Duration.ZERO : options.closeGrace());
      connections.keySet().forEach(AcceptedConnection::abortAndClose);
      interrupted |= awaitConnections(FORCED);
      connections.keySet().forEach(AcceptedConnection::interrupt);
      interrupted |= awaitConnections(FORCED);
      if (timer != null) {
        timer.shutdownNow();
        interrupted |= Timers.await(timer);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ServerSocket bind(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "cannot listen for DICOM on " + address + ": " + e.getMessage() + "; is the port in use?",
          e);
    }
  }

  /** Whatever goes wrong with one connection, the next is taken. */
  private void acceptAll(ServerSocket socket, ScheduledThreadPoolExecutor sharedTimer) {
    while (!closing) {
      Socket taken = null;
      try {
        taken = socket.accept();
        take(taken, sharedTimer);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        if (!closing || taken != null) {
          refuse(taken, e);
        }
      }
    }
  }

  private void take(Socket socket, ScheduledThreadPoolExecutor sharedTimer) throws IOException {
    if (connections.size() >= options.maxAssociations() + SPARE_CONNECTIONS) {
      events.connectionRefused(
          "too many connections, closed that of " + socket.getRemoteSocketAddress());
      socket.close();
      return;
    }
    UpperLayer layer = new UpperLayer(socket, false, limits, sharedTimer);
    AcceptedConnection connection =
        new AcceptedConnection(owner, negotiator, socket, layer, services, events);
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

  /** Out of file descriptors, threads or memory, or our own error: it may pass. */
  private void refuse(@Nullable Socket taken, Throwable cause) {
    try {
      if (taken != null) {
        taken.close();
      }
      events.connectionRefused("cannot take a connection: " + cause);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // There is nobody left to tell.
    }
    if (!closing) {
      Timers.pause();
    }
  }

  private static boolean stopAccepting(ServerSocket socket, @Nullable Thread thread) {
    try {
      socket.close();
    } catch (IOException e) {
      // The acceptor sees the flag at the latest with the next connection.
    }
    return thread != null && Timers.join(thread, System.nanoTime() + FORCED.toNanos());
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
    public boolean reserve() {
      if (associations.incrementAndGet() <= options.maxAssociations()) {
        return true;
      }
      associations.decrementAndGet();
      return false;
    }

    @Override
    public void free() {
      associations.decrementAndGet();
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
