/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.github.bucket4j.TimeMeter;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.server.admin.Installation;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.OidcSettings;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.server.oidc.OidcProvider;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.upkeep.UpkeepDesk;

/**
 * The HTTP server: pages, JSON API, pictures, WebSocket. Nobody is let in without a log-in but to
 * the log-in page. Neither the engine nor the users are closed with it. Safe for threads.
 */
public final class HttpServer implements AutoCloseable {
  private static final int WORKERS = 16;

  private final HttpOptions options;
  private final HttpLimits limits;
  private final LiveHub hub;
  private final Router router;
  private final Entrance entrance;
  private final ControlToken control = ControlToken.random();
  private @Nullable Undertow undertow;
  private boolean closed;

  /** A server that does not listen yet. */
  public HttpServer(
      HttpOptions options,
      XRayVision engine,
      UserStore users,
      ServerMetrics metrics,
      Queries queries,
      UpkeepDesk upkeep,
      Installation installation) {
    this(options, engine, users, metrics, queries, upkeep, installation, HttpLimits.defaults());
  }

  HttpServer(
      HttpOptions options,
      XRayVision engine,
      UserStore users,
      ServerMetrics metrics,
      Queries queries,
      UpkeepDesk upkeep,
      Installation installation,
      HttpLimits limits) {
    this.options = options;
    this.limits = limits;
    Forwarding forwarding = new Forwarding(options.trustedProxies());
    SecuritySettings security = options.security();
    OidcSettings oidc = security.oidc();
    RateLimits rates =
        new RateLimits(
            security.requestsPerAddress(), security.requestsPerUser(), TimeMeter.SYSTEM_NANOTIME);
    ExamJson examJson = new ExamJson(options.severityThreshold());
    LiveMessages messages =
        new LiveMessages(
            engine, queries, upkeep.maintenance()::failed, examJson, users.masking(Role.USER));
    ExamObjects objects = new ExamObjects(engine, examJson);
    this.hub = new LiveHub(engine, messages, users, limits);
    queries.listen(hub::tell);
    PatientRoutes patients = new PatientRoutes(engine, options.pageSize());
    this.router =
        new Router(
            Stream.of(
                    new SessionRoutes(users, forwarding, oidc == null ? null : oidc.name())
                        .routes(),
                    oidc == null
                        ? List.<Route>of()
                        : new OidcRoutes(
                                new OidcProvider(oidc, Clock.systemUTC()), users, forwarding)
                            .routes(),
                    new AccountRoutes(users).routes(),
                    new KeyRoutes(users).routes(),
                    new AuditRoutes(users, security.zone()).routes(),
                    new ExamRoutes(engine, objects, options.pageSize()).routes(),
                    new ReadingRoutes(engine, objects, options.pageSize()).routes(),
                    new JournalRoutes(engine, users.audit()).routes(),
                    patients.routes(),
                    new StatisticsRoutes(engine).routes(),
                    new SystemRoutes(engine, options, messages).routes(),
                    new PluginRoutes(engine, metrics, options.metricsFrom()).routes(),
                    new AdminRoutes(engine, installation).routes(),
                    new QueueRoutes(engine).routes(),
                    new RunRoutes(engine).routes(),
                    new ReportRoutes(engine, options.severityThreshold()).routes(),
                    new AlertRoutes(engine).routes(),
                    new ExportRoutes(engine, objects).routes(),
                    new DatasetRoutes(engine).routes(),
                    new PictureRoutes(engine).routes(),
                    new ImportRoutes(engine).routes(),
                    new UpkeepRoutes(upkeep, patients::forget).routes(),
                    new QueryRoutes(queries).routes(),
                    new LiveSocket(hub, limits.clientQueue(), forwarding).routes(),
                    new HealthRoutes(engine).routes(),
                    new SpecRoutes(this::routes).routes(),
                    new PageRoutes().routes())
                .flatMap(List::stream)
                .toList());
    this.entrance = new Entrance(new Dispatcher(router, users, forwarding, control, rates), limits);
  }

  /**
   * Listens. May be called once.
   *
   * @throws IOException if the port cannot be had
   */
  public synchronized void start() throws IOException {
    if (undertow != null) {
      throw new IllegalStateException("the HTTP server was started before");
    }
    Undertow server = build();
    hub.start();
    try {
      server.start();
    } catch (RuntimeException e) {
      hub.close();
      server.stop();
      if (e.getCause() instanceof BindException) {
        throw new IOException(
            "Cannot listen for HTTP on port "
                + options.port()
                + ": is another program there? Choose another port.",
            e);
      }
      throw e;
    }
    undertow = server;
  }

  /** The port that is listened on, once started. */
  public synchronized int port() {
    if (undertow == null || closed) {
      throw new IllegalStateException("the HTTP server is not listening");
    }
    SocketAddress address = undertow.getListenerInfo().get(0).getAddress();
    return ((InetSocketAddress) address).getPort();
  }

  /** What lets the command line of this machine in. */
  public ControlToken controlToken() {
    return control;
  }

  /** Says good-bye to the dashboards, ends what is under way, frees the port. Idempotent. */
  @Override
  public synchronized void close() {
    if (undertow != null && !closed) {
      closed = true;
      hub.close();
      undertow.stop();
    }
  }

  /** What can be asked for. */
  List<Route> routes() {
    return router.routes();
  }

  LiveHub hub() {
    return hub;
  }

  private Undertow build() {
    return listener(Undertow.builder())
        .setHandler(entrance)
        .setIoThreads(2)
        .setWorkerThreads(WORKERS)
        .setWorkerOption(Options.WORKER_NAME, "xrv-http")
        .setSocketOption(Options.CONNECTION_HIGH_WATER, limits.maxConnections())
        .setSocketOption(Options.CONNECTION_LOW_WATER, limits.maxConnections() - 1)
        .setSocketOption(Options.SEND_BUFFER, limits.sendBuffer())
        .setSocketOption(Options.TCP_NODELAY, true)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
        .setServerOption(UndertowOptions.MAX_HEADERS, 100)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, 100)
        .setServerOption(UndertowOptions.MAX_COOKIES, 50)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) limits.maxBody())
        .setServerOption(
            UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) limits.headerTime().toMillis())
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 5_000)
        .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .build();
  }

  private Undertow.Builder listener(Undertow.Builder builder) {
    InetAddress address = options.bindAddress();
    String host = address == null ? "0.0.0.0" : address.getHostAddress();
    TlsOptions tls = options.security().tls();
    if (tls == null) {
      return builder.addHttpListener(options.port(), host);
    }
    return builder
        .addHttpsListener(options.port(), host, tls.context())
        .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(tls.profile().protocols()))
        .setSocketOption(
            Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(tls.profile().cipherSuites()));
  }
}
