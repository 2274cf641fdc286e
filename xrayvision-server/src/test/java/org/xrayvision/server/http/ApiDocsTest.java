/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That docs/api.md names every endpoint as it is. */
final class ApiDocsTest {
  private static final Path DOCS = Path.of("..", "docs", "api.md");

  @TempDir private static Path folder;

  /** What the file should be is written beside the classes, to be copied. */
  @Test
  void theDescriptionIsWrittenFromTheDocument() throws IOException {
    String expected;
    try (TestServer server = new TestServer(folder)) {
      expected = ApiDocs.of(ApiSpec.document(server.server.routes()));
    }
    Path copy = Files.createDirectories(Path.of("target")).resolve("api.md");
    Files.writeString(copy, expected);

    assertThat(Files.exists(DOCS) ? Files.readString(DOCS) : "")
        .as("copy xrayvision-server/target/api.md to docs/api.md")
        .isEqualTo(expected);
  }
}
