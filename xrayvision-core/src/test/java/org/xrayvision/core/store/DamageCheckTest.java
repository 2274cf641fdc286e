/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageCheckTest {
  private static final int PAGE = 4096;

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void fill() throws SQLException {
    database = folder.resolve("x.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA page_size = " + PAGE);
      statement.executeUpdate("CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT)");
      statement.executeUpdate(
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)"
              + " INSERT INTO t SELECT x, hex(randomblob(100)) FROM n");
    }
  }

  @Test
  void aWholeFileIsWhole() {
    assertThat(DamageCheck.of(database, Duration.ofSeconds(30))).isEmpty();
  }

  @Test
  void overwrittenPagesAreFound() throws IOException {
    byte[] noise = new byte[10 * PAGE];
    Arrays.fill(noise, (byte) 0x5A);
    try (FileChannel file = FileChannel.open(database, StandardOpenOption.WRITE)) {
      int written = file.write(ByteBuffer.wrap(noise), 20L * PAGE);
      assertThat(written).isEqualTo(noise.length);
    }

    assertThat(damage()).isPresent();
  }

  private Optional<String> damage() {
    try {
      return DamageCheck.of(database, Duration.ofSeconds(30));
    } catch (StoreException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
