package org.xrayvision.server;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where the data is. */
final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory; by default the working directory.")
  private Path data = Path.of("");

  /** The directory, absolute. */
  Path path() {
    return data.toAbsolutePath().normalize();
  }
}
