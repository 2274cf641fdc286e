/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.net.CallerOptions;

/** Puts a configuration together from files, environment and command line, and checks it whole. */
public final class ConfigurationLoader {
  private static final long MB = 1_000_000L;

  private final ConfigurationSources sources;
  private final Findings findings = new Findings();
  private final IniFile file;
  private final Values values;

  private ConfigurationLoader(ConfigurationSources sources) {
    this.sources = sources;
    this.file = Layers.read(sources, findings);
    this.values = new Values(file, findings);
  }

  /**
   * Reads and checks everything.
   *
   * @throws ConfigurationException with all that is wrong
   */
  public static ServerConfiguration load(ConfigurationSources sources) {
    return new ConfigurationLoader(sources).load();
  }

  private ServerConfiguration load() {
    UnknownKeys.report(file, findings);
    SourceSections sourceSections = new SourceSections(file, values, findings);
    Map<String, SourceOptions> senders = sourceSections.read();
    RegionOptions regions = new RegionSections(file, values, findings).read();
    Keys.ALL.forEach(values::get);
    Path data = paths().dataDirectory();
    PluginSettings plugins = new PluginSections(file, values, findings).read(data, senders);
    DicomSettings dicom = dicom(senders.keySet(), sourceSections.callers());
    RetrieveSettings retrieve = retrieve(dicom.tls());
    warnOfStrangers(dicom, retrieve);
    ServerConfiguration configuration =
        new ServerConfiguration(
            paths(),
            dicom,
            plugins,
            retrieve,
            http(),
            ingest(senders),
            analysis(),
            reports(),
            new NotificationSection(values, findings).options(regions.keywords().keySet()),
            regions,
            maintenance(),
            values.get(Keys.LOAD_DICOM),
            sourceSections.commitmentAddresses(dicom.tls(), retrieve.pacs()),
            logLevel(),
            new UserSection(file, findings).read(),
            shown(),
            new LoadedConfiguration(file),
            findings.warnings());
    findings.throwIfAny(sources.strict());
    return configuration;
  }

  /** Python's names for the levels are taken as well. */
  private String logLevel() {
    String level = values.get(Keys.LOG_LEVEL);
    return switch (level) {
      case "WARNING" -> "WARN";
      case "CRITICAL" -> "ERROR";
      default -> level;
    };
  }

  private PathSettings paths() {
    Path data = sources.dataDirectory().toAbsolutePath().normalize();
    return new PathSettings(
        data,
        data.resolve(values.get(Keys.DB_PATH)),
        data.resolve("server.db"),
        data.resolve(values.get(Keys.BACKUP_DIR)),
        data.resolve("prompts"),
        data.resolve("xrayvision.log"));
  }

  private DicomSettings dicom(Set<String> senders, Map<String, CallerOptions> callers) {
    boolean knownOnly = values.get(Keys.KNOWN_SOURCES_ONLY);
    if (knownOnly && senders.isEmpty()) {
      findings.problem(
          "[dicom] known_sources_only = yes, but there is no [source:AETITLE]: nobody could send");
    }
    return new DicomSettings(
        values.get(Keys.AE_TITLE),
        values.get(Keys.DICOM_ADDRESS).orElse(null),
        values.get(Keys.AE_PORT),
        values.get(Keys.MAX_PDU_LENGTH),
        values.get(Keys.MAX_ASSOCIATIONS),
        values.get(Keys.ARTIM_TIMEOUT),
        values.get(Keys.IDLE_TIMEOUT),
        values.get(Keys.MESSAGE_TIMEOUT),
        values.get(Keys.CHECK_CALLED_AE_TITLE),
        knownOnly ? senders : Set.of(),
        new PeerLimits(
            values.get(Keys.MAX_ASSOCIATIONS_PER_PEER),
            values.get(Keys.MIN_BYTES_PER_SECOND),
            values.get(Keys.MAX_ASSOCIATION),
            callers),
        new TlsSection(values, findings, paths().dataDirectory()).read());
  }

  private RetrieveSettings retrieve(TlsSettings tls) {
    RetrieveSettings settings =
        new PacsSections(file, values, findings, tls).read(values.get(Keys.MODALITIES));
    Set<String> never = new TreeSet<>(settings.modalities());
    never.removeAll(values.get(Keys.MODALITIES));
    if (!never.isEmpty()) {
      findings.warning(
          "[processing] query_modalities names "
              + String.join(", ", never)
              + ", which [dicom] modalities does not: such studies would be fetched and refused");
    }
    return settings;
  }

  /** What a PACS sends by C-MOVE comes to our listener like all else. */
  private void warnOfStrangers(DicomSettings dicom, RetrieveSettings retrieve) {
    for (PacsSettings pacs : retrieve.isActive() ? retrieve.pacs() : List.<PacsSettings>of()) {
      if (pacs.method() == PacsSettings.Method.C_MOVE
          && !dicom.callingAETitles().isEmpty()
          && !dicom.callingAETitles().contains(pacs.aeTitle())) {
        findings.warning(
            "[dicom] known_sources_only = yes, but there is no [source:"
                + pacs.aeTitle()
                + "]: what PACS "
                + pacs.name()
                + " sends by C-MOVE is refused");
      }
    }
  }

  private HttpSettings http() {
    if (!values.isGiven(Keys.HTTP_ADDRESS)) {
      findings.warning(
          "[dashboard] http_address is not set: as before, the dashboard is reachable from the"
              + " network, unencrypted; set http_address = 127.0.0.1 and put a proxy with TLS"
              + " before it, or http_address = * to confirm");
    }
    return new HttpSettings(
        values.get(Keys.HTTP_ADDRESS).orElse(null),
        values.get(Keys.DASHBOARD_PORT),
        values.get(Keys.PAGE_SIZE),
        values.get(Keys.TRUSTED_PROXIES),
        values.get(Keys.METRICS_FROM),
        new SecuritySection(values, findings, paths().dataDirectory()).read());
  }

  private IngestOptions ingest(Map<String, SourceOptions> senders) {
    Set<String> modalities = values.get(Keys.MODALITIES);
    Set<String> anywhere = new HashSet<>(modalities);
    for (SourceOptions sender : senders.values()) {
      anywhere.addAll(sender.modalities() == null ? Set.of() : sender.modalities());
    }
    return new IngestOptions(
        IngestOptions.sopClassesOf(anywhere),
        modalities,
        values.get(Keys.FALLBACK_CHARACTER_SET),
        values.get(Keys.TIME_ZONE),
        values.get(Keys.KEEP_DICOM),
        values.get(Keys.MAX_QUEUED),
        values.get(Keys.MIN_FREE_MB) * MB,
        senders);
  }

  private AnalysisOptions analysis() {
    Duration deadline = values.get(Keys.DEADLINE);
    // A worker says nothing while it waits for the model, at worst for both endpoints in turn.
    Duration lease = deadline.multipliedBy(2).plus(AnalysisOptions.defaults().lease());
    return new AnalysisOptions(
        values.get(Keys.WORKERS),
        deadline,
        values.get(Keys.ATTEMPTS),
        values.get(Keys.FIRST_BACKOFF),
        values.get(Keys.HEALTH_INTERVAL),
        lease,
        values.get(Keys.PRIOR_MONTHS),
        values.get(Keys.MAX_PRIORS),
        values.get(Keys.SEVERITY_THRESHOLD),
        paths().promptDirectory(),
        values.get(Keys.STUDY_QUIET));
  }

  private ReportOptions reports() {
    ReportOptions defaults = ReportOptions.defaults();
    return new ReportOptions(
        values.get(Keys.REPORT_POLL),
        defaults.deadline(),
        defaults.watch(),
        values.get(Keys.REPORT_REQUESTS),
        values.get(Keys.REPORT_LANGUAGE),
        values.get(Keys.TRANSLATION_LANGUAGE),
        values.get(Keys.TRANSLATE_EXISTING));
  }

  private MaintenanceSettings maintenance() {
    if (values.get(Keys.PICTURE_DAYS) > 0 && !values.get(Keys.KEEP_DICOM)) {
      findings.warning(
          Keys.PICTURE_DAYS
              + " deletes nothing with "
              + Keys.KEEP_DICOM
              + " = no: the picture is the only copy then; set that to yes, or this to 0");
    }
    return new MaintenanceSettings(
        values.get(Keys.MAINTENANCE_HOUR),
        Duration.ofDays(values.get(Keys.PURGE_DAYS)),
        Duration.ofDays(values.get(Keys.PICTURE_DAYS)));
  }

  private Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (Key<?> key : Keys.ALL) {
      if (!key.isSecret()) {
        shown.put(key.name(), values.shown(key));
      }
    }
    return shown;
  }
}
