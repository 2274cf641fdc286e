/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.config.ServerConfiguration;

/**
 * An engine of the command's own on a data directory that no server runs on. It takes and makes
 * pictures; what is taken waits for the server to have it read.
 */
final class EngineDoor implements ImportDoor {
  private final XRayVision engine;
  private final IngestSource source;

  /**
   * Opens the data directory.
   *
   * @throws org.xrayvision.api.XRayVisionException if it is another process's, or cannot be used
   */
  EngineDoor(ServerConfiguration configuration, @Nullable String source) {
    this.source = new IngestSource(source, "import");
    this.engine = NobodyReads.engine(configuration).build();
    engine.start();
  }

  @Override
  public Answer offer(Path file) throws IOException {
    IngestResult result = engine.ingest(file, source);
    return new Answer(result.outcome(), result.message());
  }

  @Override
  public String name() {
    return "the data directory";
  }

  @Override
  public void close() {
    engine.close();
  }
}
