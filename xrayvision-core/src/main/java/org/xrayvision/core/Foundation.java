/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.xrayvision.core.alert.AlertPolicy;
import org.xrayvision.core.plugin.Catalog;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.spi.PatientIdScheme;

/**
 * What the stages of an engine stand on: the directory that it has locked, its database, the
 * plugins that were found, and the scheme that patient ids are read by.
 */
record Foundation(DataDirectory directory, ExamStore store, Plugins plugins, PatientIds patientIds)
    implements AutoCloseable {

  /** Locks the directory, opens the database, looks for plugins; none is made yet. */
  static Foundation open(XRayVisionBuilder parts) {
    DataDirectory directory =
        DataDirectory.open(Objects.requireNonNull(parts.dataDirectory), parts.databaseFile);
    Plugins plugins = null;
    try {
      Path root = directory.root();
      plugins = plugins(parts, root, root.resolve("tmp").resolve("plugins"));
      PatientIds patientIds = PatientIds.of(parts, plugins);
      ExamStore store = openStore(parts, directory, patientIds.scheme());
      return new Foundation(directory, store, plugins, patientIds);
    } catch (RuntimeException | Error e) {
      if (plugins != null) {
        plugins.close();
      }
      directory.close();
      throw e;
    }
  }

  private static ExamStore openStore(
      XRayVisionBuilder parts, DataDirectory directory, PatientIdScheme patientIds) {
    Path backup = Optional.ofNullable(parts.backupDirectory).orElse(directory.backup());
    StoreOptions options = storeOptions(parts, backup, patientIds);
    return SqliteExamStore.open(directory.database(), options, parts.clock);
  }

  /** How a database is opened. */
  static StoreOptions storeOptions(XRayVisionBuilder parts, Path backup, PatientIdScheme ids) {
    return StoreOptions.defaults(backup)
        .withSeverityThreshold(parts.analysisOptions.severityThreshold())
        .withRegions(parts.regionOptions.keywords().keySet())
        .withPatientIds(ids)
        .withStudyQuiet(parts.analysisOptions.studyQuiet())
        .withMeter(parts.stageMeter)
        .withAlerts(new AlertPolicy(parts.alertOptions, parts.ingestOptions.timeZone()));
  }

  /** The plugins that lie in the folders of these parts; none is made yet. */
  static Plugins plugins(XRayVisionBuilder parts, Path dataDirectory, Path scratch) {
    List<Path> folders =
        parts.pluginDirectories.isEmpty()
            ? List.of(dataDirectory.resolve("plugins"))
            : parts.pluginDirectories;
    Catalog catalog = Catalog.load(XRayVision.class.getClassLoader(), folders);
    return new Plugins(catalog, dataDirectory, scratch, parts.clock, parts.meters);
  }

  /** Closes the plugins and the database, and gives the directory free. */
  @Override
  public void close() {
    plugins.close();
    store.close();
    patientIds.close();
    directory.close();
  }
}
