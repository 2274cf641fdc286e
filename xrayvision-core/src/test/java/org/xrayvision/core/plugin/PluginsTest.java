/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginRole;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVision;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

class PluginsTest {
  private static final VisionRequest REQUEST =
      VisionRequest.builder()
          .pictures(List.of(Picture.of(new byte[] {1}, 1, 1, "")))
          .prompt(new Prompt("", "", ""))
          .deadline(Deadline.in(Duration.ofSeconds(5)))
          .build();

  @TempDir private Path root;
  private Plugins plugins;

  @AfterEach
  void close() {
    if (plugins != null) {
      plugins.close();
    }
  }

  private Path jar(String plugin) {
    return root.resolve("plugins").resolve(plugin).resolve(plugin + ".jar");
  }

  private List<Plugins.Made<VisionModel>> make(PluginUse... uses) {
    Catalog catalog = Catalog.load(getClass().getClassLoader(), List.of(root.resolve("plugins")));
    plugins =
        new Plugins(
            catalog,
            root,
            root.resolve("scratch"),
            Clock.systemUTC(),
            (kind, id, role) -> Plugins.noMeter(),
            Duration.ofSeconds(3));
    List<Plugins.Made<VisionModel>> made = new ArrayList<>();
    for (int i = 0; i < uses.length; i++) {
      PluginRole role = new PluginRole(PluginRole.Part.FALLBACK, i + 1);
      plugins.make(PluginKind.VISION_MODEL, VisionModel.class, uses[i], role).ifPresent(made::add);
    }
    return made;
  }

  private static String read(Plugins.Made<VisionModel> made) {
    return made.plugin().read(REQUEST).text();
  }

  private PluginStatus status(String id) {
    return plugins.status().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void whatIsSwitchedOffIsThatOneOnlyThoughAnotherHasItsId() throws Exception {
    new PluginJar().model("acme.Factory", "acme", "Spi.VERSION", "\"fine\"").writeTo(jar("acme"));
    assertThat(make(PluginUse.of("acme"), PluginUse.of("acme"))).hasSize(2);

    PluginRole second = new PluginRole(PluginRole.Part.FALLBACK, 2);
    plugins.switchedOff(PluginKind.VISION_MODEL, "acme", second, "two threads are stuck");

    List<PluginStatus> named =
        plugins.status().stream().filter(one -> one.id().equals("acme")).toList();
    assertThat(named).extracting(PluginStatus::state).containsExactly(State.ACTIVE, State.BROKEN);
    assertThat(named)
        .extracting(PluginStatus::role)
        .extracting(PluginRole::words)
        .containsExactly("fallback 1", "fallback 2");
  }

  @Test
  void pluginsWithTwoVersionsOfOneLibraryLiveTogether() throws Exception {
    for (String version : List.of("one", "two")) {
      new PluginJar()
          .source(
              "lib.Version",
              "package lib; public class Version { public static String text() { return \""
                  + version
                  + "\"; } }")
          .model("acme.Factory", "acme-" + version, "Spi.VERSION", "lib.Version.text()")
          .writeTo(jar(version));
    }
    List<Plugins.Made<VisionModel>> made = make(PluginUse.of("acme-two"), PluginUse.of("acme-one"));
    assertThat(made).extracting(PluginsTest::read).containsExactly("two", "one");
    assertThat(status("acme-one").state()).isEqualTo(State.ACTIVE);
    assertThat(status("acme-one").origin()).isEqualTo("one");
  }

  @Test
  void relativePathsBeginInTheDataDirectory() throws Exception {
    new PluginJar()
        .model("acme.Factory", "acme", "Spi.VERSION", "settings.text(\"weights\").orElseThrow()")
        .writeTo(jar("acme"));
    PluginUse acme = PluginUse.of("acme");
    String absolute = root.resolveSibling("elsewhere.bin").toString();

    assertThat(make(acme, acme.with("weights", "x/y.bin"), acme.with("weights", absolute)))
        .extracting(PluginsTest::read)
        .containsExactly(
            root.resolve("w.bin").toString(), root.resolve("x/y.bin").toString(), absolute);
  }

  @Test
  void pluginSeesNothingOfTheProgramButTheSpi() throws Exception {
    new PluginJar()
        .model(
            "acme.Factory", "curious", "Spi.VERSION", "String.valueOf(org.jdbi.v3.core.Jdbi.class)")
        .writeTo(jar("curious"));
    List<Plugins.Made<VisionModel>> made = make(PluginUse.of("curious"));
    assertThat(made)
        .singleElement()
        .satisfies(
            one ->
                assertThat(one)
                    .extracting(PluginsTest::failureOf)
                    .isInstanceOf(NoClassDefFoundError.class));
  }

  private static Throwable failureOf(Plugins.Made<VisionModel> made) {
    try {
      read(made);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  @Test
  void anotherMajorVersionOfTheSpiIsListedAndOut() throws Exception {
    new PluginJar().model("acme.Old", "old", "0", "\"old\"").writeTo(jar("old"));
    new PluginJar().model("acme.Good", "good", "Spi.VERSION", "\"good\"").writeTo(jar("z-good"));
    assertThat(make(PluginUse.of("old"), PluginUse.of("good")))
        .extracting(PluginsTest::read)
        .containsExactly("good");
    assertThat(status("old").state()).isEqualTo(State.BROKEN);
    assertThat(status("old").problem()).contains("version 0 of the SPI").contains("version 1");
  }

  @Test
  void providerThatCannotLinkHidesNoOtherOfItsJar() throws Exception {
    new PluginJar("Missing")
        .source("acme.Missing", "package acme; public class Missing {}")
        .source(
            "acme.Broken",
            """
            package acme;
            import org.xrayvision.spi.*;
            public class Broken implements VisionModelFactory {
              private final Missing missing = new Missing();
              public String id() { return "broken"; }
              public String version() { return ""; }
              public int spiVersion() { return Spi.VERSION; }
              public VisionModel create(Settings settings, PluginContext context) { return null; }
            }
            """)
        .service("org.xrayvision.spi.VisionModelFactory", "acme.Broken")
        .service("org.xrayvision.spi.VisionModelFactory", "acme.NotThere")
        .model("acme.Good", "good", "Spi.VERSION", "\"good\"")
        .writeTo(jar("mixed"));
    assertThat(make(PluginUse.of("good"))).extracting(PluginsTest::read).containsExactly("good");
    assertThat(plugins.status())
        .filteredOn(one -> one.state() == State.BROKEN)
        .extracting(PluginStatus::problem)
        .anyMatch(why -> why.contains("acme/Missing"))
        .anyMatch(why -> why.contains("acme.NotThere"));
  }

  @Test
  void secondOfTwoWithOneIdIsOutAndBothAreNamed() throws Exception {
    new PluginJar().model("a.First", "twin", "Spi.VERSION", "\"first\"").writeTo(jar("a"));
    new PluginJar().model("b.Second", "twin", "Spi.VERSION", "\"second\"").writeTo(jar("b"));
    assertThat(make(PluginUse.of("twin"))).extracting(PluginsTest::read).containsExactly("first");
    assertThat(plugins.status())
        .filteredOn(one -> one.state() == State.BROKEN)
        .singleElement()
        .extracting(PluginStatus::problem)
        .asString()
        .contains("a.First", "b.Second");
  }

  @Test
  void unknownAndUnusableSettingsAreListed() throws Exception {
    new PluginJar().model("acme.Factory", "acme", "Spi.VERSION", "\"x\"").writeTo(jar("acme"));
    assertThat(make(PluginUse.of("acme").with("colour", "red").with("tokens", "many"))).isEmpty();
    assertThat(status("acme").problem())
        .contains("unknown setting colour")
        .contains("setting tokens must be a integer, not 'many'");
  }

  @Test
  void idThatNobodyHasIsListedWithWhatWasFound() throws Exception {
    new PluginJar().model("acme.Factory", "acme", "Spi.VERSION", "\"x\"").writeTo(jar("acme"));
    assertThat(make(PluginUse.of("acne"))).isEmpty();
    assertThat(status("acne").problem()).contains("no such plugin").contains("acme");
    assertThat(status("acme").state()).isEqualTo(State.INSTALLED);
  }

  @ParameterizedTest
  @CsvSource({
    "'return create(settings, context);', StackOverflowError",
    "while (!Thread.interrupted()) { Thread.yield(); } return null;, did not return within 3 s",
    "return null;, made nothing"
  })
  void factoryThatDoesWrongIsListedAndOut(String what, String problem) throws Exception {
    new PluginJar()
        .source(
            "acme.Wrong",
            """
            package acme;
            import org.xrayvision.spi.*;
            public class Wrong implements VisionModelFactory {
              public String id() { return "wrong"; }
              public String version() { return ""; }
              public int spiVersion() { return Spi.VERSION; }
              public VisionModel create(Settings settings, PluginContext context) {
                %s
              }
            }
            """
                .formatted(what))
        .service("org.xrayvision.spi.VisionModelFactory", "acme.Wrong")
        .model("acme.Good", "good", "Spi.VERSION", "\"good\"")
        .writeTo(jar("wrong"));
    assertThat(make(PluginUse.of("wrong"), PluginUse.of("good")))
        .extracting(PluginsTest::read)
        .containsExactly("good");
    assertThat(status("wrong").state()).isEqualTo(State.BROKEN);
    assertThat(status("wrong").problem()).contains(problem);
  }

  @Test
  void foldersWithoutAPluginAreListed() throws Exception {
    Files.createDirectories(root.resolve("plugins/empty"));
    new PluginJar().writeTo(jar("mute"));
    make();
    assertThat(status("empty").problem()).contains("no jar");
    assertThat(status("mute").problem()).contains("META-INF/services");
  }

  @Test
  void nothingRunsThatTheConfigurationDoesNotName() throws Exception {
    new PluginJar()
        .model("acme.Factory", "acme", "Spi.VERSION", "\"x\"")
        .source(
            "acme.Loud",
            "package acme; class Loud { static { System.setProperty(\"acme.loud\", \"yes\"); } }")
        .writeTo(jar("acme"));
    assertThat(make()).isEmpty();
    assertThat(System.getProperty("acme.loud")).isNull();
  }

  @Test
  void scratchFolderIsEmptyAtTheStartAndGoneAtTheEnd() throws Exception {
    Scratch scratch = new Scratch(root.resolve("scratch"));
    Path folder = scratch.folder("acme");
    Files.writeString(Files.createDirectories(folder.resolve("deep")).resolve("left"), "over");
    assertThat(scratch.folder("acme")).isEmptyDirectory();
    scratch.deleteAll();
    assertThat(root.resolve("scratch")).doesNotExist();
  }

  @Test
  void clientSpeaksWithTheHostsOfTheSettingsOnly() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
      HttpClient bound =
          new BoundHttpClient(
              HttpClient.newHttpClient(), java.util.Set.of(BoundHttpClient.hostOf(here)));
      assertThat(status(bound, here)).isEqualTo(204);
      URI elsewhere = URI.create("http://localhost:" + server.getAddress().getPort() + "/v1");
      assertThatIOException()
          .isThrownBy(() -> status(bound, elsewhere))
          .withMessageContaining("localhost")
          .withMessageContaining("127.0.0.1");
      assertThat(
              bound.sendAsync(
                  HttpRequest.newBuilder(elsewhere).build(),
                  HttpResponse.BodyHandlers.discarding()))
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withCauseInstanceOf(IOException.class);
    } finally {
      server.stop(0);
    }
  }

  private static int status(HttpClient client, URI uri) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void aReasonShowsNoSecret() throws Exception {
    new PluginJar()
        .source(
            "acme.Chatty",
            """
            package acme;
            import java.util.List;
            import org.xrayvision.spi.*;
            public final class Chatty implements VisionModelFactory {
              public String id() { return "chatty"; }
              public String version() { return "1.0"; }
              public int spiVersion() { return Spi.VERSION; }
              public List<SettingSpec> settings() {
                return List.of(
                    SettingSpec.optional("key", SettingType.TEXT, "A key.").asSecret(),
                    SettingSpec.optional("url", SettingType.URL, "Where."));
              }
              public VisionModel create(Settings settings, PluginContext context) {
                throw new IllegalStateException(
                    settings.text("key").get() + " is no key for " + settings.url("url").get());
              }
            }
            """)
        .service("org.xrayvision.spi.VisionModelFactory", "acme.Chatty")
        .writeTo(jar("chatty"));
    make(PluginUse.of("chatty").with("key", "hush").with("url", "http://me:hush2@host/v1"));
    assertThat(status("chatty").problem())
        .contains("*** is no key for http://***@host/v1")
        .doesNotContain("hush");
  }

  @Test
  void aDefaultAddressOutsideTheHouseIsNoLocalOne() throws Exception {
    new PluginJar()
        .source(
            "acme.Cloud",
            """
            package acme;
            import java.util.List;
            import org.xrayvision.spi.*;
            public final class Cloud implements VisionModelFactory {
              public String id() { return "cloud"; }
              public String version() { return "1.0"; }
              public int spiVersion() { return Spi.VERSION; }
              public List<SettingSpec> settings() {
                return List.of(
                    SettingSpec.of("url", SettingType.URL, "https://api.example.com/", "Where."));
              }
              public VisionModel create(Settings settings, PluginContext context) {
                return request -> VisionAnswer.of("cloud");
              }
            }
            """)
        .service("org.xrayvision.spi.VisionModelFactory", "acme.Cloud")
        .writeTo(jar("cloud"));
    assertThat(make(PluginUse.of("cloud"))).isEmpty();
    assertThat(status("cloud").problem()).contains("url is outside the house", "reach = external");
    plugins.close();
    assertThat(make(PluginUse.of("cloud").external())).hasSize(1);
    plugins.close();
    assertThat(make(PluginUse.of("cloud").with("url", "https://api.example.com/"))).hasSize(1);
  }

  @Test
  void theFirstOfTwoFoldersCounts() throws Exception {
    new PluginJar().model("acme.New", "acme", "Spi.VERSION", "\"new\"").writeTo(jar("a-new"));
    Path other = root.resolve("more").resolve("b-old").resolve("old.jar");
    new PluginJar().model("acme.Old", "acme", "Spi.VERSION", "\"old\"").writeTo(other);
    new PluginJar()
        .model("acme.Else", "else", "Spi.VERSION", "\"else\"")
        .writeTo(root.resolve("more").resolve("else").resolve("else.jar"));
    List<PluginStatus> found =
        XRayVision.builder()
            .dataDirectory(root.resolve("data"))
            .pluginDirectory(root.resolve("plugins"), root.resolve("more"), root.resolve("missing"))
            .visionModel(PluginUse.of("acme"), PluginUse.of("nobody"))
            .checkPlugins();
    assertThat(found)
        .extracting(PluginStatus::id, PluginStatus::origin, PluginStatus::state)
        .contains(
            tuple("acme", "a-new", State.ACTIVE),
            tuple("nobody", "configuration", State.BROKEN),
            tuple("acme", "b-old", State.BROKEN),
            tuple("else", "else", State.INSTALLED));
    assertThat(root.resolve("data")).doesNotExist();
  }
}
