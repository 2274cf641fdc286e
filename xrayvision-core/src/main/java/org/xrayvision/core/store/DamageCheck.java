/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** SQLite's own look through a file for damage, ended at its deadline. Stateless. */
final class DamageCheck {
  private static final Duration BUSY = Duration.ofSeconds(5);

  private DamageCheck() {}

  /** On a connection of its own: nobody waits for one of the pool meanwhile. */
  static Optional<String> of(Path database, Duration atMost) {
    CountDownLatch over = new CountDownLatch(1);
    try (Connection connection = Connections.bare(database, BUSY);
        Statement statement = connection.createStatement()) {
      Thread timer = new Thread(() -> cancel(statement, over, atMost), "xrv-database-check");
      timer.setDaemon(true);
      timer.start();
      try (ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
        String word = found.next() ? found.getString(1) : "no answer";
        return word.equals("ok") ? Optional.empty() : Optional.of(word);
      } finally {
        over.countDown();
      }
    } catch (SQLException e) {
      throw StoreErrors.of(database, e);
    }
  }

  private static void cancel(Statement statement, CountDownLatch over, Duration atMost) {
    try {
      if (!over.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        statement.cancel();
      }
    } catch (InterruptedException | SQLException e) {
      // The check then takes its time.
    }
  }
}
