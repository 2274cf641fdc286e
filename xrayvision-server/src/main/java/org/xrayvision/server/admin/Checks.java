/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.Operations;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.config.PluginSettings;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.spi.Picture;

/** What the self-test of a server looks at, by its configuration. Stateless. */
public final class Checks {
  private static final Duration LONGEST_READING = Duration.ofMinutes(2);

  /** Drawn for the demo, no patient's. */
  private static final String PICTURE =
      "/org/xrayvision/simulator/phantoms/chest_pa_consolidation.png";

  private static final int WIDTH = 663;
  private static final int HEIGHT = 780;

  private Checks() {}

  /** The self-test of this server; nothing is looked at yet. */
  public static SelfTest of(
      ServerConfiguration configuration, XRayVision program, ServerDatabase database) {
    Operations engine = program.operations();
    List<Check> checks = new ArrayList<>();
    pacs(configuration, checks);
    sources(engine, checks);
    models(configuration, engine, checks);
    notifiers(engine, checks);
    checks.add(new PluginsCheck(program::plugins));
    checks.add(
        new DiskCheck(
            configuration.paths().dataDirectory(), configuration.ingest().minFreeBytes()));
    checks.add(new ClockCheck(peers(configuration.plugins()), Clock.systemUTC()));
    checks.add(
        new DatabaseCheck(
            String.valueOf(configuration.paths().database().getFileName()),
            engine::databaseDamage));
    checks.add(new DatabaseCheck("server.db", atMost -> damage(database)));
    return new SelfTest(checks, Clock.systemUTC());
  }

  private static void pacs(ServerConfiguration configuration, List<Check> checks) {
    for (PacsSettings pacs : configuration.retrieve().pacs()) {
      checks.add(new PacsCheck(pacs, configuration.dicom().aeTitle()));
    }
    if (configuration.retrieve().pacs().isEmpty()) {
      checks.add(new SkippedCheck("pacs", "no_pacs", "No PACS is configured."));
    }
  }

  private static void sources(Operations engine, List<Check> checks) {
    List<EndpointProbe> sources = engine.sourceProbes();
    sources.forEach(probe -> checks.add(EndpointChecks.ofSource(probe)));
    if (sources.isEmpty()) {
      checks.add(new SkippedCheck("his", "no_his", "Switched off: set ENABLE_HIS and FHIR_URL."));
    }
  }

  private static void models(
      ServerConfiguration configuration, Operations engine, List<Check> checks) {
    Duration deadline = configuration.analysis().deadline();
    Duration time = deadline.compareTo(LONGEST_READING) < 0 ? deadline : LONGEST_READING;
    for (EndpointProbe probe : engine.modelProbes(picture())) {
      checks.add(
          new EndpointChecks.OfModel(probe, configuration.analysis().severityThreshold(), time));
    }
  }

  private static void notifiers(Operations engine, List<Check> checks) {
    List<EndpointProbe> notifiers = engine.notifierProbes();
    notifiers.forEach(probe -> checks.add(EndpointChecks.ofNotifier(probe)));
    if (notifiers.isEmpty()) {
      checks.add(
          new SkippedCheck(
              "notifier",
              "no_notifier",
              "Nobody is told of findings: set ENABLE_NTFY and NTFY_URL."));
    }
  }

  static Picture picture() {
    try (InputStream in = Checks.class.getResourceAsStream(PICTURE)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no " + PICTURE);
      }
      return Picture.of(in.readAllBytes(), WIDTH, HEIGHT, "frontal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> damage(ServerDatabase database) {
    String found =
        database.read(
            handle -> handle.createQuery("PRAGMA quick_check(1)").mapTo(String.class).first());
    return found.equals("ok") ? Optional.empty() : Optional.of(found);
  }

  /** The servers that plugins are configured to speak with, each once. */
  static List<URI> peers(PluginSettings plugins) {
    Map<String, URI> peers = new LinkedHashMap<>();
    Stream.of(plugins.reportSources(), plugins.visionModels(), plugins.reportReaders())
        .flatMap(List::stream)
        .map(PluginUse::settings)
        .flatMap(settings -> settings.values().stream())
        .flatMap(text -> address(text).stream())
        .forEach(uri -> peers.putIfAbsent(uri.getRawAuthority().toLowerCase(Locale.ROOT), uri));
    return List.copyOf(peers.values());
  }

  private static Optional<URI> address(String text) {
    if (!text.strip().matches("(?is)https?://.*")) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(text.strip());
      return uri.getHost() == null
          ? Optional.empty()
          : Optional.of(
              new URI(
                  uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null));
    } catch (IllegalArgumentException | URISyntaxException e) {
      return Optional.empty();
    }
  }
}
