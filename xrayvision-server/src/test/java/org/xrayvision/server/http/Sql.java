/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes into a database from outside, as the engine itself would have. */
record Sql(Path file) {
  void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      for (String one : statements) {
        statement.executeUpdate(one);
      }
    }
  }
}
