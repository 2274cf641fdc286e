/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.DatabaseStatus;

/**
 * One SQLite file that is open: a connection that writes, several that read, and those who are told
 * of what was committed. Safe for threads.
 */
final class SqliteDatabase implements AutoCloseable {
  private final Path file;
  private final HikariDataSource writerPool;
  private final ReadPool readers;
  private final GroupWriter writer;
  private final SearchMemory searches;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param readModel follows each write within its transaction
   */
  SqliteDatabase(Path file, StoreOptions options, ReadModel readModel) {
    this.file = file;
    this.writerPool = Connections.writer(file, options.busyTimeout());
    this.readers = new ReadPool(file, options);
    this.writer =
        new GroupWriter(
            file,
            Jdbi.create(writerPool),
            readModel,
            options.busyTimeout(),
            options.meter(),
            this::tellListeners);
    this.searches = new SearchMemory(readers::read, SearchMemory.share());
  }

  Path file() {
    return file;
  }

  GroupWriter writer() {
    return writer;
  }

  /** Reads in one transaction, so that several queries see one moment. */
  <T extends @Nullable Object> T read(ReadPool.Reading<T> reading) {
    return readers.read(reading);
  }

  SearchMemory searches() {
    return searches;
  }

  /** How it is now. */
  DatabaseStatus status() {
    return readers.status();
  }

  /** Calls the listener after each commit that wrote an event. */
  void onCommit(Runnable listener) {
    listeners.add(listener);
  }

  private void tellListeners() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        // What is committed stays committed, and the next listener is told all the same.
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  /** A setting of the connection that writes. */
  String pragma(String name) {
    try (Handle handle = Jdbi.create(writerPool).open()) {
      return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    } catch (JdbiException e) {
      throw StoreErrors.of(file, e);
    }
  }

  /** Brings the log into the file and empties it, as far as those who read allow. */
  void foldLog() {
    pragma("wal_checkpoint(TRUNCATE)");
  }

  /** Ends all connections; the last one folds the log into the file. */
  @Override
  public void close() {
    searches.close();
    readers.close();
    writerPool.close();
  }
}
