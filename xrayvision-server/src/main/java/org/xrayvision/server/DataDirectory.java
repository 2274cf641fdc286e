/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the data is. */
final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data directory; by default the working directory, for the demo a temporary one that"
              + " is deleted at the end.")
  private @Nullable Path data;

  /** The directory, absolute; the working directory if none was named. */
  Path path() {
    return given().orElseGet(() -> absolute(Path.of("")));
  }

  /** The directory that was named, absolute. */
  Optional<Path> given() {
    return Optional.ofNullable(data).map(DataDirectory::absolute);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
