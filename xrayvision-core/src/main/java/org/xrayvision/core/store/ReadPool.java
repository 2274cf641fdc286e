/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.DatabaseStatus;
import org.xrayvision.core.EngineStage;
import org.xrayvision.core.StageMeter;

/** The connections that read. Safe for threads. */
final class ReadPool implements AutoCloseable {
  /** What is read, in one transaction. */
  interface Reading<T extends @Nullable Object> {
    T of(Handle handle);
  }

  private final Path database;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final StageMeter meter;

  ReadPool(Path database, StoreOptions options) {
    this.database = database;
    this.pool = Connections.readers(database, options.busyTimeout(), options.readers());
    this.jdbi = Jdbi.create(pool);
    this.meter = options.meter();
  }

  /** Reads in one transaction, so that several queries see one moment. */
  <T extends @Nullable Object> T read(Reading<T> reading) {
    // The pool would refuse an interrupted thread; the wait is bounded anyway.
    boolean interrupted = Thread.interrupted();
    try (Handle handle = open()) {
      long begun = System.nanoTime();
      handle.execute("BEGIN");
      try {
        return reading.of(handle);
      } finally {
        handle.execute("ROLLBACK");
        meter.since(EngineStage.READ, begun);
      }
    } catch (JdbiException e) {
      throw StoreErrors.of(database, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Handle open() {
    long begun = System.nanoTime();
    try {
      return jdbi.open();
    } finally {
      meter.since(EngineStage.READ_CONNECTION, begun);
    }
  }

  /** How it is now. Asks the file system, never the database. */
  DatabaseStatus status() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    Path log = database.resolveSibling(database.getFileName() + "-wal");
    return new DatabaseStatus(
        size(database),
        size(log),
        pool.getMaximumPoolSize(),
        now.getActiveConnections(),
        now.getThreadsAwaitingConnection());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
