/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.Operations;
import org.xrayvision.core.RecoveryResult;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.TlsOptions;
import org.xrayvision.server.admin.Build;
import org.xrayvision.server.admin.Checks;
import org.xrayvision.server.admin.Installation;
import org.xrayvision.server.admin.Licences;
import org.xrayvision.server.auth.AuthOptions;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.commitment.Commitments;
import org.xrayvision.server.config.HttpSettings;
import org.xrayvision.server.config.MaintenanceSettings;
import org.xrayvision.server.config.PathSettings;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.server.config.TlsSettings;
import org.xrayvision.server.dicom.DicomDoor;
import org.xrayvision.server.files.PrivateFolders;
import org.xrayvision.server.http.HttpOptions;
import org.xrayvision.server.http.HttpServer;
import org.xrayvision.server.logging.Logging;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.retrieve.Retrievals;
import org.xrayvision.server.upkeep.BackupFolder;
import org.xrayvision.server.upkeep.Maintenance;
import org.xrayvision.server.upkeep.PatientFiles;
import org.xrayvision.server.upkeep.RunFile;
import org.xrayvision.server.upkeep.Tasks;
import org.xrayvision.server.upkeep.UpkeepDesk;

/**
 * A running server: engine, users, HTTP, DICOM listener, started in this order and closed in the
 * opposite one. Safe for threads.
 */
public final class Server implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Server.class.getName());

  private final ServerConfiguration configuration;
  private final ServerMetrics metrics = new ServerMetrics();
  private final Deque<Part> parts = new ArrayDeque<>();
  private @Nullable DicomDoor door;
  private @Nullable HttpServer http;
  private Optional<String> newPassword = Optional.empty();

  private Server(ServerConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Something to close, and what it is called if that fails. */
  private record Part(String name, AutoCloseable closeable) {}

  /**
   * Starts everything.
   *
   * @param adminPassword for the first admin, or null for a random one; see {@link #newPassword()}
   * @param simulated what about this run is simulated, as the pages say it; null for a real one
   * @throws XRayVisionException if the data directory is in use, or something cannot be opened;
   *     what was started is closed again
   */
  public static Server start(
      ServerConfiguration configuration,
      @Nullable String adminPassword,
      @Nullable String simulated) {
    Server server = new Server(configuration);
    boolean started = false;
    try {
      server.open(adminPassword, simulated);
      started = true;
      return server;
    } catch (IOException e) {
      throw new XRayVisionException(String.valueOf(e.getMessage()), e);
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  /** The steps of the start, in their order. */
  private void open(@Nullable String adminPassword, @Nullable String simulated) throws IOException {
    Logging logging = Logging.start(configuration.logLevel(), configuration.ingest().timeZone());
    opened("log", logging);
    opened("metrics", metrics);
    takeFolder(simulated != null);
    NativeLibrary.load(configuration.paths().dataDirectory());
    DicomLoader loader = new DicomLoader();
    opened("LOAD_DICOM", loader);
    XRayVision engine = engine();
    opened("engine", engine);
    // Not before the directory is known to be ours: the log may be another server's.
    logging.toFile(configuration.paths().logFile());
    tellFindings();
    PluginWiring.tell(engine.plugins());
    UserStore users =
        UserStore.open(
            configuration.paths().serverDatabase(),
            configuration.paths().backupDirectory(),
            Clock.systemUTC(),
            sessions());
    opened("users", users);
    newPassword =
        new FirstUsers(users).prepare(configuration.users(), adminPassword, simulated == null);
    opened("journal", engine.subscribe(new ExamJournal()));
    opened("event metrics", engine.subscribe(metrics.watch(engine)));
    engine.start();
    engine.recovery().ifPresent(Server::tellRecovery);
    opened("watch", new EngineWatch(engine::status, this::certificates).start());
    listen(engine, users, simulated);
    if (configuration.loadDicom()) {
      loader.start(engine);
    }
    LOG.log(System.Logger.Level.INFO, "started: {0}, DICOM {1}", dashboard(), dicomAddress());
  }

  /** What is to be said about certificates that end soon. */
  private Optional<String> certificates() {
    Instant now = Instant.now();
    TlsSettings dicom = configuration.dicom().tls();
    return dicom.warning(now).or(() -> configuration.http().security().warning(now));
  }

  /** Who looks comes in before what is to be looked at. */
  private void listen(XRayVision engine, UserStore users, @Nullable String simulated)
      throws IOException {
    Commitments commitments = commitments(engine, users);
    door =
        new DicomDoor(
            configuration.dicom(),
            engine,
            metrics.dicom(),
            commitments == null ? List.of() : List.of(commitments.service()));
    String whyNot = Retrievals.whyNot(configuration.retrieve());
    Retrievals retrievals =
        whyNot == null ? Retrievals.of(configuration, engine, door, users.database()) : null;
    Queries queries = retrievals == null ? Queries.off(String.valueOf(whyNot)) : retrievals;
    Maintenance maintenance = maintenance(engine, users);
    openPages(engine, users, queries, maintenance, simulated);
    if (commitments != null) {
      opened("storage commitment", commitments);
      commitments.start();
    }
    opened("DICOM listener", door);
    door.start();
    if (retrievals != null) {
      opened("retrieval", retrievals);
      retrievals.start();
    }
    opened("maintenance", maintenance);
    maintenance.start();
  }

  /** The pages, and what lets the command line of this machine in. */
  private void openPages(
      XRayVision engine,
      UserStore users,
      Queries queries,
      Maintenance maintenance,
      @Nullable String simulated)
      throws IOException {
    Installation installation = installation(engine, users, running(door));
    opened("self-test", installation.selfTest());
    http =
        new HttpServer(
            httpOptions(simulated),
            engine,
            users,
            metrics,
            queries,
            desk(engine, users, maintenance),
            installation);
    opened("HTTP server", http);
    http.start();
    opened(
        "control file", ControlFile.write(data(), dashboard(), http.controlToken(), fingerprint()));
  }

  private Maintenance maintenance(XRayVision engine, UserStore users) {
    ZoneId zone = configuration.ingest().timeZone();
    Clock clock = Clock.systemUTC();
    MaintenanceSettings settings = configuration.maintenance();
    boolean keepDicom = configuration.ingest().keepDicom();
    return new Maintenance(
        settings.hour(),
        zone,
        clock,
        Tasks.of(configuration.paths(), settings, keepDicom, engine, users, zone, clock),
        new RunFile(data().resolve("maintenance.json")));
  }

  private UpkeepDesk desk(XRayVision engine, UserStore users, Maintenance maintenance) {
    PathSettings paths = configuration.paths();
    BackupFolder backups = new BackupFolder(paths.backupDirectory());
    return new UpkeepDesk(
        maintenance, backups, new PatientFiles(engine, users, paths.database(), backups));
  }

  private @Nullable String fingerprint() {
    TlsOptions tls = configuration.http().security().tls();
    return tls == null ? null : tls.fingerprint().orElse(null);
  }

  private Installation installation(XRayVision engine, UserStore users, DicomDoor listener) {
    Operations operations = engine.operations();
    return new Installation(
        Build.ofThisProgram(),
        Licences.all(),
        () -> configuration.loaded().entries(operations::showableSettings),
        configuration.warnings(),
        () -> words(listener),
        Checks.of(configuration, engine, users.database()));
  }

  /** Who deletes objects must not commit to keep them. */
  private @Nullable Commitments commitments(XRayVision engine, UserStore users) {
    return configuration.ingest().keepDicom()
        ? new Commitments(
            engine,
            users.database(),
            configuration.dicom().aeTitle(),
            configuration.commitmentAddresses())
        : null;
  }

  private Path data() {
    return configuration.paths().dataDirectory();
  }

  /** Before anything is written: simulated and real patients do not share a folder. */
  private void takeFolder(boolean simulated) throws IOException {
    Path folder = configuration.paths().dataDirectory();
    if (simulated) {
      DemoFolder.claim(folder);
    } else {
      DemoFolder.refuse(folder);
    }
  }

  private void opened(String name, AutoCloseable part) {
    parts.push(new Part(name, part));
  }

  private XRayVision engine() {
    return PluginWiring.builder(configuration)
        .databaseFile(configuration.paths().database())
        .backupDirectory(configuration.paths().backupDirectory())
        .ingestOptions(configuration.ingest())
        .regionOptions(configuration.regions())
        .analysisOptions(configuration.analysis())
        .meters(metrics.plugins())
        .stageMeter(metrics.stages())
        .reportOptions(configuration.reports())
        .alertOptions(configuration.alerts())
        .build();
  }

  private HttpOptions httpOptions(@Nullable String simulated) {
    HttpSettings settings = configuration.http();
    return new HttpOptions(
        settings.address(),
        settings.port(),
        settings.pageSize(),
        configuration.analysis().severityThreshold(),
        configuration.shown(),
        simulated,
        settings.trustedProxies(),
        settings.metricsFrom(),
        settings.security());
  }

  private AuthOptions sessions() {
    SecuritySettings security = configuration.http().security();
    return AuthOptions.defaults().withSessions(security.sessionIdle(), security.sessionMaximum());
  }

  private void tellFindings() {
    configuration.warnings().forEach(text -> LOG.log(System.Logger.Level.WARNING, text));
    PrivateFolders.warning(configuration.paths().dataDirectory())
        .ifPresent(text -> LOG.log(System.Logger.Level.WARNING, text));
  }

  /** Numbers only: somebody may have named a file after a patient. */
  private static void tellRecovery(RecoveryResult recovery) {
    if (!recovery.unreadable().isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} DICOM files in the images folder cannot be read; look at its *.damaged files",
          recovery.unreadable().size());
    }
    if (!recovery.foreign().isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} DICOM files in the images folder are not named by their SOPInstanceUID and were"
              + " left alone; store them over DICOM instead",
          recovery.foreign().size());
    }
  }

  /** Where the dashboard is, seen from this machine. */
  public URI dashboard() {
    InetAddress address = configuration.http().address();
    String host =
        address == null || address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    int port = running(http).port();
    return URI.create(scheme() + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
  }

  private String scheme() {
    return configuration.http().security().tls() == null ? "http://" : "https://";
  }

  /** Where senders find us: {@code AETITLE@host:port}, and the same for TLS. */
  public String dicomAddress() {
    return words(running(door));
  }

  private static String words(DicomDoor open) {
    return Stream.of(open.address(), open.tlsAddress().map(tls -> tls + " (TLS)"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  /** The port that DICOM is taken on. */
  public int dicomPort() {
    return running(door).port();
  }

  /** The password of {@code admin}, if this start has made one up; it is not kept anywhere else. */
  public Optional<String> newPassword() {
    return newPassword;
  }

  /** Prints what a person needs to know now. */
  public void announce(PrintWriter out) {
    out.println("dashboard: " + dashboard());
    newPassword.ifPresent(
        password -> {
          out.println("user: admin");
          out.println("password: " + password);
        });
    running(door).address().ifPresent(address -> out.println("dicom: " + address));
    running(door).tlsAddress().ifPresent(address -> out.println("dicom over TLS: " + address));
    out.flush();
  }

  /** Closes the listener first, then HTTP, then the engine. Closing twice does nothing. */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closeable().close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.log(System.Logger.Level.ERROR, "the " + part.name() + " did not close well", e);
      }
    }
  }

  private static <T> T running(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the server is not started");
    }
    return part;
  }
}
