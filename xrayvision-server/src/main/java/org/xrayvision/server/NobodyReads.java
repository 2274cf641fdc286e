/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** The model of an engine that a command opens: keeps every exam waiting. */
final class NobodyReads implements VisionModel, HealthProbe {
  /** An engine in the making on the directory of a configuration, with this model. */
  static XRayVisionBuilder engine(ServerConfiguration configuration) {
    return PluginWiring.builder(configuration)
        .visionModel(new NobodyReads())
        .databaseFile(configuration.paths().database())
        .backupDirectory(configuration.paths().backupDirectory())
        .ingestOptions(configuration.ingest())
        .regionOptions(configuration.regions())
        .analysisOptions(configuration.analysis());
  }

  @Override
  public VisionAnswer read(VisionRequest request) {
    throw outage();
  }

  @Override
  public void checkHealth(Deadline deadline) {
    throw outage();
  }

  private static TransientBackendException outage() {
    return TransientBackendException.outage(
        "nothing is read while a command has the data directory", (Throwable) null);
  }
}
