/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.XRayVision;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.server.admin.Build;
import org.xrayvision.server.admin.Checks;
import org.xrayvision.server.admin.Installation;
import org.xrayvision.server.admin.Licences;
import org.xrayvision.server.auth.AuthOptions;
import org.xrayvision.server.auth.HandClock;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.config.AddressRange;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.server.upkeep.BackupFolder;
import org.xrayvision.server.upkeep.Maintenance;
import org.xrayvision.server.upkeep.PatientFiles;
import org.xrayvision.server.upkeep.RunFile;
import org.xrayvision.server.upkeep.UpkeepDesk;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;

/**
 * A server on loopback over {@link SampleData}, with a user for each role, called as it, and a
 * client for it. The engine is not started, so that exams stay as they are.
 */
final class TestServer implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  private static final ObjectMapper JSON = new ObjectMapper();

  final HandClock clock = new HandClock();
  final SampleQueries queries = new SampleQueries();
  final XRayVision engine;
  final UserStore users;
  final ServerMetrics metrics = new ServerMetrics();
  final HttpServer server;
  volatile boolean backupFails = true;
  Maintenance maintenance;
  private final String scheme;
  private final Installation installation;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  TestServer(Path folder) {
    this(folder, 0, limits -> limits);
  }

  TestServer(
      Path folder, int moreExams, UnaryOperator<HttpLimits> change, String... moreStatements) {
    this(
        folder,
        moreExams,
        change,
        List.of(),
        List.of(),
        SecuritySettings.defaults(),
        moreStatements);
  }

  TestServer(Path folder, List<AddressRange> metricsFrom, VisionModel... shadows) {
    this(folder, 0, limits -> limits, metricsFrom, List.of(shadows), SecuritySettings.defaults());
  }

  TestServer(Path folder, SecuritySettings security) {
    this(folder, 0, limits -> limits, List.of(), List.of(), security);
  }

  /** With further parts of the engine. */
  TestServer(Path folder, UnaryOperator<XRayVisionBuilder> wiring, String... moreStatements) {
    this(
        folder,
        0,
        limits -> limits,
        List.of(),
        List.of(),
        SecuritySettings.defaults(),
        wiring,
        moreStatements);
  }

  private TestServer(
      Path folder,
      int moreExams,
      UnaryOperator<HttpLimits> change,
      List<AddressRange> metricsFrom,
      List<VisionModel> shadows,
      SecuritySettings security,
      String... moreStatements) {
    this(
        folder,
        moreExams,
        change,
        metricsFrom,
        shadows,
        security,
        builder -> builder,
        moreStatements);
  }

  private TestServer(
      Path folder,
      int moreExams,
      UnaryOperator<HttpLimits> change,
      List<AddressRange> metricsFrom,
      List<VisionModel> shadows,
      SecuritySettings security,
      UnaryOperator<XRayVisionBuilder> wiring,
      String... moreStatements) {
    try {
      SampleData.write(folder, moreExams, moreStatements);
      engine =
          wiring
              .apply(
                  XRayVision.builder()
                      .dataDirectory(folder)
                      .visionModel(
                          request -> VisionAnswer.builder().text("Normal.").model("test").build())
                      .shadowModel(shadows.toArray(VisionModel[]::new))
                      .meters(metrics.plugins())
                      .stageMeter(metrics.stages()))
              .build();
      engine.subscribe(metrics.watch(engine));
      users =
          UserStore.open(
              folder.resolve("server.db"),
              clock,
              new AuthOptions(4, Duration.ofHours(2), Duration.ofHours(12)));
      users.add("admin", PASSWORD, Role.ADMIN);
      users.add("user", PASSWORD, Role.USER);
      users.add("viewer", PASSWORD, Role.VIEWER);
      users.add("radiologist", PASSWORD, Role.RADIOLOGIST);
      scheme = security.tls() == null ? "http" : "https";
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      shown.put("PAGE_SIZE", 3);
      shown.put("NO_QUERY", true);
      shown.put("NTFY_URL", null);
      HttpOptions options =
          new HttpOptions(
              InetAddress.getLoopbackAddress(),
              0,
              3,
              5,
              shown,
              "PACS and model",
              shipped(folder).http().trustedProxies(),
              metricsFrom,
              security);
      installation = installation(folder);
      server =
          new HttpServer(
              options,
              engine,
              users,
              metrics,
              queries,
              desk(folder),
              installation,
              change.apply(HttpLimits.defaults()));
      server.start();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private UpkeepDesk desk(Path folder) {
    BackupFolder backups = new BackupFolder(folder.resolve("backup"));
    Path file = folder.resolve("maintenance.json");
    maintenance = new Maintenance(3, ZoneOffset.UTC, clock, tasks(), new RunFile(file));
    Path database = folder.resolve("xrayvision.db");
    return new UpkeepDesk(maintenance, backups, new PatientFiles(engine, users, database, backups));
  }

  /** One that does well, and one that does not until it is mended. */
  private List<Maintenance.Task> tasks() {
    return List.of(
        new Maintenance.Task("orphans", () -> "2 put aside"),
        new Maintenance.Task(
            "backup",
            () -> {
              if (backupFails) {
                throw new XRayVisionException("no copy could be made: the disk is full");
              }
              return "copied";
            }));
  }

  /** As the configuration of the folder has it, which is empty. */
  private Installation installation(Path folder) {
    ServerConfiguration configuration = shipped(folder);
    return new Installation(
        new Build("1.2.3", "0123456789abcdef0123456789abcdef01234567"),
        Licences.all(),
        () -> configuration.loaded().entries(engine.operations()::showableSettings),
        configuration.warnings(),
        () -> "XRAYVISION@127.0.0.1:4010",
        Checks.of(configuration, engine, users.database()));
  }

  private static ServerConfiguration shipped(Path folder) {
    return ConfigurationLoader.load(ConfigurationSources.ofDirectory(folder));
  }

  URI uri(String path) {
    return URI.create(origin() + path);
  }

  String host() {
    return "localhost:" + server.port();
  }

  String origin() {
    return scheme + "://" + host();
  }

  /** What a request carries besides its path. */
  Call as(String user) {
    return new Call(this).header("Authorization", basic(user, PASSWORD));
  }

  Call anonymous() {
    return new Call(this);
  }

  /** A browser with a session: cookie and Origin. */
  Call browser(String cookie) {
    return new Call(this).header("Cookie", cookie).header("Origin", origin());
  }

  /** Logs in as the page does; returns the cookie. */
  String logIn(String user) {
    Answer answer = anonymous().post("/api/login", credentials(user, PASSWORD));
    if (answer.status() != 200) {
      throw new IllegalStateException("log-in answered " + answer.status());
    }
    return answer.header("Set-Cookie").split(";", 2)[0];
  }

  static String credentials(String user, String password) {
    return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  WebSocket.Builder webSocket() {
    return client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    maintenance.close();
    server.close();
    installation.selfTest().close();
    engine.close();
    users.close();
    metrics.close();
  }

  /** A request in the making; each step gives a new one. */
  record Call(TestServer server, Map<String, String> headers) {
    Call(TestServer server) {
      this(server, Map.of());
    }

    Call header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Call(server, more);
    }

    Call without(String name) {
      Map<String, String> fewer = new LinkedHashMap<>(headers);
      fewer.remove(name);
      return new Call(server, fewer);
    }

    Answer get(String path) {
      return send("GET", path, "");
    }

    Answer post(String path, String json) {
      Call call =
          headers.containsKey("Content-Type") ? this : header("Content-Type", "application/json");
      return call.send("POST", path, json);
    }

    Answer patch(String path, String json) {
      return write("PATCH", path, json);
    }

    /** By any method; a GET without the body. */
    Answer write(String method, String path, String json) {
      return method.equals("GET")
          ? get(path)
          : header("Content-Type", "application/json").send(method, path, json);
    }

    Answer delete(String path) {
      return header("Content-Type", "application/json").send("DELETE", path, "");
    }

    Answer send(Samples.Sample sample) {
      return write(sample.method(), sample.target(), sample.body());
    }

    /** A GET whose packed body the document is not held against. */
    Answer fetch(String path) {
      return exchange("GET", path, "");
    }

    Answer send(String method, String path, String body) {
      Answer answer = exchange(method, path, body);
      List<String> broken = Promises.broken(method, path, answer);
      if (!broken.isEmpty()) {
        throw new AssertionError(method + " " + path + " breaks the OpenAPI document: " + broken);
      }
      return answer;
    }

    private Answer exchange(String method, String path, String body) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.uri(path))
              .timeout(Duration.ofSeconds(60))
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      headers.forEach(request::header);
      try {
        return new Answer(server.client.send(request.build(), BodyHandlers.ofByteArray()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return parse(text());
    }

    String error() {
      return json().path("error").asText();
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
