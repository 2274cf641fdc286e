/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.ReportOptions;

/**
 * All that the server was told, checked. Immutable, safe for threads. Made by {@link
 * ConfigurationLoader}.
 *
 * @param loadDicom whether the DICOM files in the data directory are offered again at the start
 * @param commitmentAddresses where senders listen for storage commitments, by AE title
 * @param logLevel ERROR, WARN, INFO or DEBUG
 * @param users as the file has them
 * @param shown the values without the secrets, by the names of the keys, for people to see
 * @param loaded everything with where it comes from
 * @param warnings what a person should look at; each says where and what to do
 */
public record ServerConfiguration(
    PathSettings paths,
    DicomSettings dicom,
    PluginSettings plugins,
    RetrieveSettings retrieve,
    HttpSettings http,
    IngestOptions ingest,
    AnalysisOptions analysis,
    ReportOptions reports,
    AlertOptions alerts,
    RegionOptions regions,
    MaintenanceSettings maintenance,
    boolean loadDicom,
    Map<String, CommitmentAddress> commitmentAddresses,
    String logLevel,
    List<FileUser> users,
    Map<String, Object> shown,
    LoadedConfiguration loaded,
    List<String> warnings) {
  /** Copies the collections; the values to show keep their order. */
  public ServerConfiguration {
    commitmentAddresses = Map.copyOf(commitmentAddresses);
    users = List.copyOf(users);
    shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
    warnings = List.copyOf(warnings);
  }
}
