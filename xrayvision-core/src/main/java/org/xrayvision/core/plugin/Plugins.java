/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginMeters;
import org.xrayvision.core.PluginRole;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PluginFactory;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;

/**
 * Makes the plugins that the configuration names, and knows what became of each. What one of them
 * does wrong leaves out that one. Safe for threads.
 */
public final class Plugins implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration CREATION = Duration.ofSeconds(30);

  /** The origin of a plugin that nobody had to find. */
  private static final String PROGRAM = "program";

  private final Catalog catalog;
  private final Path home;
  private final Scratch scratch;
  private final Clock clock;
  private final PluginMeters meters;
  private final Duration creation;
  private final ExamsInHand exams = new ExamsInHand();
  private final Map<String, PluginStatus> outcomes = new LinkedHashMap<>();

  /**
   * @param catalog closed with this
   * @param home where relative paths among their settings begin
   * @param scratch the folder for the plugins' own folders
   * @param meters a meter for each plugin
   */
  public Plugins(Catalog catalog, Path home, Path scratch, Clock clock, PluginMeters meters) {
    this(catalog, home, scratch, clock, meters, CREATION);
  }

  /** The same with another time for a factory to make its plugin. */
  Plugins(
      Catalog catalog,
      Path home,
      Path scratch,
      Clock clock,
      PluginMeters meters,
      Duration creation) {
    this.creation = creation;
    this.home = home;
    this.catalog = catalog;
    this.scratch = new Scratch(scratch);
    this.clock = clock;
    this.meters = meters;
  }

  /** A plugin that runs, and how it is to be called. */
  public record Made<T>(T plugin, PluginUse use, ClassLoader loader, Meter meter) {}

  /** The exams that plugins have in hand, for their loggers. */
  public ExamsInHand exams() {
    return exams;
  }

  /**
   * Makes a plugin, or notes why it cannot be made; {@link #status()} tells.
   *
   * @param role no two of a kind have the same
   */
  public <T> Optional<Made<T>> make(
      PluginKind kind, Class<T> type, PluginUse use, PluginRole role) {
    Optional<Found> found = catalog.find(kind, use.id());
    if (found.isEmpty()) {
      note(role, missing(kind, use.id()));
      return Optional.empty();
    }
    PluginStatus status = found.get().status();
    try {
      Meter meter = meters.of(kind, use.id(), role);
      ClassLoader loader = found.get().loader();
      T plugin =
          new BriefCall("xrv-plugin-create-" + use.id(), loader, creation)
              .call(() -> type.cast(create(found.get(), use, meter, role)));
      note(role, status.active());
      return Optional.of(new Made<>(plugin, use, loader, meter));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      note(role, status.broken(blanked(Reasons.of(cause), found.get(), use)));
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      note(role, status.broken(blanked(Reasons.of(e), found.get(), use)));
      return Optional.empty();
    }
  }

  /** The reason is for everybody to see, and may quote a setting that is not. */
  private static String blanked(String reason, Found found, PluginUse use) {
    String text = reason.replaceAll("//[^/\\s]*@", "//***@");
    PluginFactory<?> factory = found.factory();
    if (factory == null) {
      return text;
    }
    try {
      for (SettingSpec spec : factory.settings()) {
        String secret = use.settings().getOrDefault(spec.name(), "").strip();
        if (spec.secret() && !secret.isEmpty()) {
          text = text.replace(secret, "***");
        }
      }
      return text;
    } catch (RuntimeException | LinkageError e) {
      return "its settings cannot be listed: " + e.getClass().getSimpleName();
    }
  }

  private Object create(Found found, PluginUse use, Meter meter, PluginRole role)
      throws IOException {
    PluginFactory<?> factory = found.factory();
    if (factory == null) {
      throw new IllegalStateException("a broken plugin cannot be made");
    }
    Settings settings = Settings.of(factory.settings(), located(factory.settings(), use));
    if (use.reach() == Reach.LOCAL) {
      checkDefaultAddresses(factory, use);
    }
    Object plugin = factory.create(settings, context(found, factory, settings, meter, role));
    if (plugin == null) {
      throw new IllegalStateException("its factory made nothing");
    }
    return plugin;
  }

  /** The texts of the settings; paths begin where the data are, not where somebody started us. */
  private Map<String, String> located(List<SettingSpec> specs, PluginUse use) {
    Map<String, String> texts = new LinkedHashMap<>(use.settings());
    for (SettingSpec spec : specs) {
      String text = texts.getOrDefault(spec.name(), spec.defaultText());
      if (spec.type() == SettingType.PATH && text != null && !text.isBlank()) {
        try {
          texts.put(spec.name(), home.resolve(text.strip()).toString());
        } catch (InvalidPathException e) {
          // Told by name where all settings are checked.
        }
      }
    }
    return texts;
  }

  /** What nobody has written into the configuration, nobody has said to be in the house. */
  private static void checkDefaultAddresses(PluginFactory<?> factory, PluginUse use) {
    for (SettingSpec spec : factory.settings()) {
      String address = spec.type() == SettingType.URL ? spec.defaultText() : null;
      if (address != null
          && !use.settings().containsKey(spec.name())
          && Reach.of(URI.create(address.strip())) == Reach.EXTERNAL) {
        throw new IllegalArgumentException(
            "its default "
                + spec.name()
                + " is outside the house: set reach = external, or set "
                + spec.name());
      }
    }
  }

  private EngineContext context(
      Found found, PluginFactory<?> factory, Settings settings, Meter meter, PluginRole role)
      throws IOException {
    String name = found.status().kind().name() + "-" + factory.id() + "-" + role.words();
    System.Logger logger = System.getLogger("org.xrayvision.plugin." + factory.id());
    return new EngineContext(
        clock,
        new RedactingLogger(logger, exams),
        meter,
        new BoundHttpClient(client(), hosts(factory, settings)),
        scratch.folder(name.toLowerCase(Locale.ROOT).replace(' ', '-')));
  }

  /**
   * h2c's upgrade breaks servers that models run behind; a redirect could lead out of the house.
   */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .build();
  }

  private static Set<String> hosts(PluginFactory<?> factory, Settings settings) {
    return factory.settings().stream()
        .filter(spec -> spec.type() == SettingType.URL)
        .flatMap(spec -> settings.url(spec.name()).stream())
        .map(BoundHttpClient::hostOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private PluginStatus missing(PluginKind kind, String id) {
    return new PluginStatus(
        kind, id, "", id, null, "configuration", State.BROKEN, catalog.whyNot(kind, id));
  }

  private void note(PluginRole role, PluginStatus status) {
    synchronized (outcomes) {
      outcomes.put(status.kind() + " " + role.words(), status.as(role));
    }
  }

  /** A plugin that ran does so no more; one that the program itself gave is listed from now on. */
  public void switchedOff(PluginKind kind, String id, PluginRole role, String why) {
    PluginStatus given = new PluginStatus(kind, id, "", id, role, PROGRAM, State.BROKEN, why);
    synchronized (outcomes) {
      outcomes.merge(kind + " " + role.words(), given, (made, same) -> made.broken(why));
    }
  }

  /** The named ones first, each with what became of it; then what is installed besides. */
  public List<PluginStatus> status() {
    List<PluginStatus> all = new ArrayList<>();
    synchronized (outcomes) {
      all.addAll(outcomes.values());
      all.sort(Comparator.comparing(PluginStatus::kind));
    }
    for (PluginStatus installed : catalog.installed()) {
      if (all.stream().noneMatch(named -> isSame(named, installed))) {
        all.add(installed);
      }
    }
    return List.copyOf(all);
  }

  /**
   * The names of the settings of plugins of this id that are no secrets; empty where there is none,
   * or where one cannot list them.
   */
  public Set<String> showableSettings(String id) {
    Set<String> showable = new TreeSet<>();
    Set<String> secret = new TreeSet<>();
    try {
      for (PluginKind kind : PluginKind.values()) {
        catalog
            .find(kind, id)
            .map(Found::factory)
            .ifPresent(
                factory ->
                    factory
                        .settings()
                        .forEach(spec -> (spec.secret() ? secret : showable).add(spec.name())));
      }
    } catch (RuntimeException | LinkageError e) {
      return Set.of();
    }
    showable.removeAll(secret);
    return showable;
  }

  private static boolean isSame(PluginStatus named, PluginStatus installed) {
    return named.kind() == installed.kind()
        && named.id().equals(installed.id())
        && (named.origin().equals(installed.origin()) || named.origin().equals("configuration"));
  }

  @Override
  public void close() {
    scratch.deleteAll();
    catalog.close();
  }

  /** A meter that forgets. */
  public static Meter noMeter() {
    return new Meter() {
      @Override
      public void count(String name, long times) {}

      @Override
      public void time(String name, Duration duration) {}
    };
  }
}
