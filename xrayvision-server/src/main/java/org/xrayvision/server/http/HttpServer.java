/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.github.bucket4j.TimeMeter;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.admin.Installation;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.upkeep.UpkeepDesk;

/**
 * The HTTP server: pages, JSON API, pictures, WebSocket. Nobody is let in without a log-in but to
 * the log-in page. Neither the engine nor the users are closed with it. Safe for threads.
 */
public final class HttpServer implements AutoCloseable {
  private final HttpOptions options;
  private final LiveHub hub;
  private final Router router;
  private final ControlToken control = ControlToken.random();
  private final HttpListener listener;
  private boolean started;
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
    Forwarding forwarding = new Forwarding(options.trustedProxies());
    ExamJson examJson = new ExamJson(options.severityThreshold());
    LiveMessages messages =
        new LiveMessages(
            engine, queries, upkeep.maintenance()::failed, examJson, users.masking(Role.USER));
    this.hub = new LiveHub(engine, messages, users, limits);
    queries.listen(hub::tell);
    RouteTable table =
        new RouteTable(options, engine, users, forwarding, new ExamObjects(engine, examJson));
    this.router =
        new Router(
            RouteTable.all(
                List.of(
                    table.people(),
                    table.exams(),
                    table.service(messages, metrics, installation),
                    table.work(limits.downloads()),
                    table.upkeep(upkeep, queries),
                    new LiveSocket(hub, limits.clientQueue(), forwarding).routes(),
                    new HealthRoutes(engine).routes(),
                    new SpecRoutes(this::routes).routes(),
                    new PageRoutes().routes())));
    this.listener = listener(limits, dispatcher(users, forwarding), forwarding);
  }

  /** What each request goes through. */
  private Dispatcher dispatcher(UserStore users, Forwarding forwarding) {
    SecuritySettings security = options.security();
    RateLimits rates =
        new RateLimits(
            security.requestsPerAddress(), security.requestsPerUser(), TimeMeter.SYSTEM_NANOTIME);
    HostCheck hosts = new HostCheck(new HostNames(security.hostNames()), forwarding);
    return new Dispatcher(router, users, forwarding, hosts, control, rates);
  }

  private HttpListener listener(HttpLimits limits, Dispatcher dispatcher, Forwarding forwarding) {
    Entrance entrance = new Entrance(dispatcher, limits);
    return new HttpListener(limits, options.security().tls(), entrance, forwarding::isTrusted);
  }

  /**
   * Listens. May be called once.
   *
   * @throws IOException if the port cannot be had
   */
  public synchronized void start() throws IOException {
    if (started) {
      throw new IllegalStateException("the HTTP server was started before");
    }
    started = true;
    hub.start();
    try {
      InetAddress address = options.bindAddress();
      String host = address == null ? "0.0.0.0" : address.getHostAddress();
      listener.start(new InetSocketAddress(host, options.port()));
    } catch (BindException e) {
      close();
      throw new IOException(
          "Cannot listen for HTTP on port "
              + options.port()
              + ": is another program there? Choose another port.",
          e);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The port that is listened on, once started. */
  public synchronized int port() {
    return listener.port();
  }

  /** What lets the command line of this machine in. */
  public ControlToken controlToken() {
    return control;
  }

  /** Says good-bye to the dashboards, ends what is under way, frees the port. Idempotent. */
  @Override
  public synchronized void close() {
    if (started && !closed) {
      closed = true;
      hub.close();
      listener.close();
    }
  }

  /** What can be asked for. */
  List<Route> routes() {
    return router.routes();
  }

  LiveHub hub() {
    return hub;
  }
}
