/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.exam.Cnp;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.VisionModel;

/**
 * Collects what an engine is made of; {@link #build()} validates all of it. Not safe for threads.
 */
public final class XRayVisionBuilder {
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(10);

  @Nullable Path dataDirectory;
  @Nullable Path databaseFile;
  @Nullable Path backupDirectory;
  List<Path> pluginDirectories = List.of();
  List<Given<VisionModel>> visionModels = List.of();
  List<Given<VisionModel>> shadowModels = new ArrayList<>();
  List<Given<ReportReader>> reportReaders = List.of();
  List<Given<ReportSource>> reportSources = List.of();
  List<Given<Notifier>> notifiers = new ArrayList<>();
  List<Given<Notifier>> escalationNotifiers = new ArrayList<>();
  List<Given<ExamListener>> examListeners = new ArrayList<>();
  PluginMeters meters = (kind, id, role) -> Plugins.noMeter();
  StageMeter stageMeter = StageMeter.none();
  IngestOptions ingestOptions = IngestOptions.defaults();
  RegionOptions regionOptions = RegionOptions.defaults();
  AnalysisOptions analysisOptions = AnalysisOptions.defaults();
  ReportOptions reportOptions = ReportOptions.defaults();
  AlertOptions alertOptions = AlertOptions.defaults();
  Given<PatientIdScheme> patientIdScheme = Given.of(new Cnp());
  Clock clock = Clock.systemUTC();
  int pictureThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  XRayVisionBuilder() {}

  /**
   * A plugin that is there already, or one to be made.
   *
   * @param plugin null for one to be made
   */
  record Given<T>(@Nullable T plugin, PluginUse use) {
    static <T> Given<T> of(T plugin) {
      return new Given<>(plugin, PluginUse.of(plugin.getClass().getSimpleName()));
    }

    static <T> Given<T> of(PluginUse use) {
      return new Given<>(null, use);
    }

    static <T> List<Given<T>> given(T primary, T[] fallbacks) {
      return Stream.concat(Stream.of(primary), Arrays.stream(fallbacks))
          .map(plugin -> Given.of(plugin))
          .toList();
    }

    static <T> List<Given<T>> all(PluginUse primary, PluginUse... fallbacks) {
      return Stream.concat(Stream.of(primary), Stream.of(fallbacks))
          .map(use -> Given.<T>of(use))
          .toList();
    }
  }

  /** The folder that the engine owns: images, incoming objects, database, lock. Required. */
  public XRayVisionBuilder dataDirectory(Path directory) {
    this.dataDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /** The database file; by default {@code xrayvision.db} in the data directory. */
  public XRayVisionBuilder databaseFile(Path file) {
    this.databaseFile = Objects.requireNonNull(file, "file");
    return this;
  }

  /**
   * Where the database is copied to before a migration; by default {@code backup} in the data
   * directory.
   */
  public XRayVisionBuilder backupDirectory(Path directory) {
    this.backupDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Who looks at the pictures, and who does when the first is down, in this order. Required. The
   * engine closes them.
   */
  public XRayVisionBuilder visionModel(VisionModel primary, VisionModel... fallbacks) {
    this.visionModels = Given.given(primary, fallbacks);
    return this;
  }

  /** Who assesses reports; without one severity stays -1. The engine closes them. */
  public XRayVisionBuilder reportReader(ReportReader primary, ReportReader... fallbacks) {
    this.reportReaders = Given.given(primary, fallbacks);
    return this;
  }

  /**
   * Plugins that look at the pictures, by their ids, in this order. One that cannot be made is
   * listed by {@link XRayVision#plugins()}, and the rest run without it.
   */
  public XRayVisionBuilder visionModel(PluginUse primary, PluginUse... fallbacks) {
    this.visionModels = Given.all(primary, fallbacks);
    return this;
  }

  /**
   * More models, that look at what is done already: the same pictures, and their answers count
   * nowhere and hold up nobody. The engine closes them.
   */
  public XRayVisionBuilder shadowModel(VisionModel... models) {
    List.of(models).forEach(model -> shadowModels.add(Given.of(model)));
    return this;
  }

  /** More such models, plugins by their ids. */
  public XRayVisionBuilder shadowModel(PluginUse... models) {
    List.of(models).forEach(model -> shadowModels.add(Given.of(model)));
    return this;
  }

  /** Plugins that assess reports, by their ids, in this order. */
  public XRayVisionBuilder reportReader(PluginUse primary, PluginUse... fallbacks) {
    this.reportReaders = Given.all(primary, fallbacks);
    return this;
  }

  /**
   * Where the radiologists' reports are, and where else when that is down. Closed with the engine.
   */
  public XRayVisionBuilder reportSource(ReportSource primary, ReportSource... fallbacks) {
    this.reportSources = Given.given(primary, fallbacks);
    return this;
  }

  /** Plugins that know the radiologists' reports, by their ids, in this order. */
  public XRayVisionBuilder reportSource(PluginUse primary, PluginUse... fallbacks) {
    this.reportSources = Given.all(primary, fallbacks);
    return this;
  }

  /**
   * More who tell people of positive findings, each for itself. What waits for one is noted under
   * its display name. The engine closes them.
   */
  public XRayVisionBuilder notifier(Notifier... more) {
    List.of(more).forEach(notifier -> notifiers.add(Given.of(notifier)));
    return this;
  }

  /** More plugins that tell people of positive findings, by their ids. */
  public XRayVisionBuilder notifier(PluginUse... more) {
    List.of(more).forEach(notifier -> notifiers.add(Given.of(notifier)));
    return this;
  }

  /**
   * More who are told of critical findings that nobody has acknowledged in time; see {@link
   * AlertOptions#escalateAfter}. The engine closes them.
   */
  public XRayVisionBuilder escalationNotifier(Notifier... more) {
    List.of(more).forEach(notifier -> escalationNotifiers.add(Given.of(notifier)));
    return this;
  }

  /** More such plugins, by their ids. */
  public XRayVisionBuilder escalationNotifier(PluginUse... more) {
    List.of(more).forEach(notifier -> escalationNotifiers.add(Given.of(notifier)));
    return this;
  }

  /** One more who hears what happens, from the start, guarded as a plugin is. */
  public XRayVisionBuilder examListener(ExamListener listener) {
    examListeners.add(Given.of(Objects.requireNonNull(listener, "listener")));
    return this;
  }

  /** One more plugin that hears what happens, by its id; subscribed at the start. */
  public XRayVisionBuilder examListener(PluginUse listener) {
    examListeners.add(Given.of(listener));
    return this;
  }

  /**
   * Where plugins lie besides the class path, looked through in this order: each folder in one of
   * them holds the jars of one plugin. By default {@code plugins} in the data directory.
   */
  public XRayVisionBuilder pluginDirectory(Path directory, Path... more) {
    List<Path> directories = new ArrayList<>();
    directories.add(directory);
    directories.addAll(List.of(more));
    this.pluginDirectories = List.copyOf(directories);
    return this;
  }

  /** Where plugins count and time what they do; by default nowhere. */
  public XRayVisionBuilder meters(PluginMeters meters) {
    this.meters = Objects.requireNonNull(meters, "meters");
    return this;
  }

  /** Who hears how long the engine's own stages take; by default nobody. */
  public XRayVisionBuilder stageMeter(StageMeter meter) {
    Objects.requireNonNull(meter, "meter");
    this.stageMeter =
        (stage, duration) -> {
          try {
            meter.took(stage, duration);
          } catch (RuntimeException | LinkageError e) {
            // It is the embedding program's; what it counts is its own loss.
          }
        };
    return this;
  }

  /** What is taken, and how its header is read. */
  public XRayVisionBuilder ingestOptions(IngestOptions options) {
    this.ingestOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  /** How regions are told. */
  public XRayVisionBuilder regionOptions(RegionOptions options) {
    this.regionOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  /** How exams are read. */
  public XRayVisionBuilder analysisOptions(AnalysisOptions options) {
    this.analysisOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  /** How the radiologists' reports are looked for and read. */
  public XRayVisionBuilder reportOptions(ReportOptions options) {
    this.reportOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  /** Whom and when positive findings are told. */
  public XRayVisionBuilder alertOptions(AlertOptions options) {
    this.alertOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  /** What is known of patient ids; by default the Romanian CNP. */
  public XRayVisionBuilder patientIdScheme(PatientIdScheme scheme) {
    this.patientIdScheme = Given.of(Objects.requireNonNull(scheme, "scheme"));
    return this;
  }

  /** The plugin that knows patient ids, by its id; where it cannot run, no id tells anything. */
  public XRayVisionBuilder patientIdScheme(PluginUse scheme) {
    this.patientIdScheme = Given.of(Objects.requireNonNull(scheme, "scheme"));
    return this;
  }

  /** How many threads make pictures, 1 to 64; by default half the processors. */
  public XRayVisionBuilder pictureThreads(int threads) {
    this.pictureThreads = threads;
    return this;
  }

  /** The clock; by default the system's. */
  public XRayVisionBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * The engine, with its data directory locked and its database migrated; not started.
   *
   * @throws XRayVisionException if something is missing or out of range, all of it listed; or if
   *     the data directory is another's, or its database cannot be used
   */
  public XRayVision build() {
    List<String> errors = new ArrayList<>();
    if (dataDirectory == null) {
      errors.add("dataDirectory is missing");
    }
    if (visionModels.isEmpty()) {
      errors.add("visionModel is missing");
    }
    range(errors, "pictureThreads", pictureThreads, 1, 64);
    range(errors, "analysisOptions.workers", analysisOptions.workers(), 1, 64);
    range(errors, "analysisOptions.attempts", analysisOptions.attempts(), 1, 100);
    range(errors, "analysisOptions.severityThreshold", analysisOptions.severityThreshold(), 1, 10);
    durations(errors);
    alerts(errors);
    range(errors, "ingestOptions.maxQueued", ingestOptions.maxQueued(), 0, Integer.MAX_VALUE);
    if (ingestOptions.modalities().isEmpty()) {
      errors.add("ingestOptions.modalities is empty: nothing would be taken");
    }
    if (!errors.isEmpty()) {
      throw new XRayVisionException("the engine cannot be built: " + String.join("; ", errors));
    }
    return new XRayVision(Pipeline.open(this));
  }

  /**
   * What would become of the plugins in an engine made of these parts: each that is named is made
   * and closed again. Needs the data directory's name only, takes no lock and changes nothing in
   * it; works beside a running engine.
   *
   * @throws XRayVisionException if the data directory is missing, or a plugins folder cannot be
   *     listed
   */
  public List<PluginStatus> checkPlugins() {
    if (dataDirectory == null) {
      throw new XRayVisionException("dataDirectory is missing");
    }
    return PluginCheck.of(this, dataDirectory);
  }

  /**
   * Brings the database of the data directory to the form that this program knows, after a backup;
   * building an engine does the same. Of the plugins it needs the one that knows patient ids.
   *
   * @throws XRayVisionException if an engine has the directory (the message names its process), or
   *     the database is missing, damaged, or newer than this program
   */
  public MigrationReport migrate() {
    return Migrating.run(withDirectory());
  }

  /**
   * What {@link #migrate()} would do, seen on a copy that is deleted again: the database, and all
   * else, stays as it is. Works beside a running program.
   */
  public MigrationReport rehearseMigration() {
    return Migrating.rehearse(withDirectory());
  }

  private XRayVisionBuilder withDirectory() {
    if (dataDirectory == null) {
      throw new XRayVisionException("dataDirectory is missing");
    }
    return this;
  }

  private void alerts(List<String> errors) {
    range(errors, "alertOptions.criticalSeverity", alertOptions.criticalSeverity(), 1, 10);
    range(errors, "alertOptions.perMinute", alertOptions.perMinute(), 2, 1000);
    alertOptions
        .regionThresholds()
        .forEach(
            (region, least) ->
                range(errors, "alertOptions.regionThresholds of " + region, least, 1, 11));
    if (!alertOptions.escalateAfter().isZero()) {
      range(errors, "alertOptions.escalateAfter", alertOptions.escalateAfter(), Duration.ofDays(7));
    }
  }

  private void durations(List<String> errors) {
    range(errors, "analysisOptions.deadline", analysisOptions.deadline(), Duration.ofDays(1));
    range(errors, "analysisOptions.firstBackoff", analysisOptions.firstBackoff(), MAX_BACKOFF);
    range(
        errors,
        "analysisOptions.healthInterval",
        analysisOptions.healthInterval(),
        Duration.ofDays(1));
    range(errors, "reportOptions.poll", reportOptions.poll(), Duration.ofDays(1));
    range(errors, "reportOptions.deadline", reportOptions.deadline(), Duration.ofDays(1));
    range(errors, "reportOptions.watch", reportOptions.watch(), Duration.ofDays(3650));
    range(errors, "analysisOptions.lease", analysisOptions.lease(), Duration.ofDays(7));
    if (!analysisOptions.studyQuiet().isZero()) {
      range(errors, "analysisOptions.studyQuiet", analysisOptions.studyQuiet(), Duration.ofDays(1));
    }
  }

  private static void range(List<String> errors, String what, Duration value, Duration high) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(high) > 0) {
      errors.add(what + " must be 1 ms to " + high + ", not " + value);
    }
  }

  private static void range(List<String> errors, String what, int value, int low, int high) {
    if (value < low || value > high) {
      errors.add(what + " must be " + low + " to " + high + ", not " + value);
    }
  }
}
