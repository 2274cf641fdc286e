/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The connections to one file: one that writes, several that only read. */
final class Connections {
  /**
   * What becomes of bytes that are not needed any more. FAST: what a change leaves within a page is
   * overwritten, as that page is written anyway, so that nothing of somebody who is erased later
   * lies about; ON: whole pages, too.
   */
  static final String SECURE_DELETE = "PRAGMA secure_delete = ";

  private static final int CACHE_KIB = 8_000;
  private static final int WAL_LIMIT_BYTES = 64 << 20;
  private static final long SHORTEST_POOL_WAIT_MILLIS = 250;

  private Connections() {}

  static HikariDataSource writer(Path file, Duration busyTimeout) {
    return pool(new WriterSource(file, busyTimeout), "store writer " + file, 1, busyTimeout);
  }

  static HikariDataSource readers(Path file, Duration busyTimeout, int size) {
    return pool(new ReaderSource(file, busyTimeout), "store reader " + file, size, busyTimeout);
  }

  /** A connection outside the pools that leaves the file's settings as they are. */
  static Connection bare(Path file, Duration busyTimeout) throws SQLException {
    NativeLibrary.require();
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static HikariDataSource pool(
      SQLiteDataSource source, String name, int size, Duration wait) {
    NativeLibrary.require();
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName(name);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(Math.max(SHORTEST_POOL_WAIT_MILLIS, wait.toMillis()));
    config.setMaxLifetime(0); // a file does not drop connections
    return new HikariDataSource(config);
  }

  private static SQLiteConfig config(Duration busyTimeout) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHE_KIB);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY); // no file outside the data directory
    return config;
  }

  private static final class WriterSource extends SQLiteDataSource {
    WriterSource(Path file, Duration busyTimeout) {
      super(config(busyTimeout));
      setUrl("jdbc:sqlite:" + file);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      try (Statement statement = connection.createStatement()) {
        statement.execute(SECURE_DELETE + "FAST");
      }
      Function.create(connection, ReadModel.FOLD_FUNCTION, new FoldFunction());
      Function.create(connection, StatFold.PLAIN_FUNCTION, new PlainFunction());
      return connection;
    }
  }

  private static final class ReaderSource extends SQLiteDataSource {
    ReaderSource(Path file, Duration busyTimeout) {
      super(config(busyTimeout));
      setUrl("jdbc:sqlite:" + file);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = ON");
      }
      Function.create(connection, ReadModel.FOLD_FUNCTION, new FoldFunction());
      return connection;
    }
  }

  /** Joins its arguments by line feeds, which no search word holds, and folds them. */
  private static final class FoldFunction extends Function {
    @Override
    protected void xFunc() throws SQLException {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < args(); i++) {
        String part = value_text(i);
        if (part != null) {
          text.append(part).append('\n');
        }
      }
      result(Folding.fold(text.toString()));
    }
  }
}
