/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of diagnoses hide people as all others do: the SQL function by the same table. */
final class PlainTextTest {
  private static final Path TABLE =
      Path.of("src/test/resources/org/xrayvision/core/privacy/identifiers.csv");

  @TempDir private static Path folder;
  private static HikariDataSource writer;

  @BeforeAll
  static void open() {
    writer = Connections.writer(folder.resolve("plain.db"), Duration.ofSeconds(5));
  }

  @AfterAll
  static void close() {
    writer.close();
  }

  static Stream<String[]> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .map(line -> line.replace("\\n", "\n").replace("\\r", "\r").split("\\|", -1));
  }

  private static String plain(String... arguments) throws SQLException {
    try (Connection connection = writer.getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT xrv_plain(?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < arguments.length; i++) {
        query.setString(i + 1, arguments[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aDiagnosisNamesNobody(String name, String id, String text, String clean)
      throws SQLException {
    assertThat(plain(text, name, "Dr. Ionescu Andrei", id, "412207", "1958-04-12"))
        .isEqualTo(clean);
  }

  @Test
  void whatIsNotKnownIsNoReasonToFail() throws SQLException {
    assertThat(plain("Pneumonie 412207", null, null, null, "412207", "unknown"))
        .isEqualTo("Pneumonie […]");
    assertThat(plain(null, "Popescu^Maria", null, null, null, null)).isNull();
  }
}
