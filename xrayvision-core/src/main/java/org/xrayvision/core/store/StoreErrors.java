/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.xrayvision.core.store.StoreException.Reason;

/** Turns what the driver throws into a {@link StoreException} that says what to do. */
final class StoreErrors {
  private static final int PRIMARY_CODE = 0xFF;

  private StoreErrors() {}

  /**
   * The exception for a failure. The cause it carries is the driver's own: the mapper's messages
   * would quote the values bound, and with them the patient.
   */
  static StoreException of(Path database, Throwable failure) {
    if (failure instanceof StoreException known) {
      return known;
    }
    SQLException cause = sqlCause(failure);
    if (cause == null) {
      return new StoreException(
          "the database " + database + " failed: " + failure.getClass().getSimpleName());
    }
    if (cause instanceof SQLTransientConnectionException) {
      return new StoreException(
          Reason.BUSY, "the database " + database + " is busy: try again", cause);
    }
    return ofCode(database, cause);
  }

  private static StoreException ofCode(Path database, SQLException cause) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(cause.getErrorCode() & PRIMARY_CODE);
    String where = "the database " + database;
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StoreException(
              Reason.BUSY, where + " is locked by another program: end it or try again", cause);
      case SQLITE_FULL ->
          new StoreException(
              Reason.DISK_FULL, where + " cannot grow, the disk is full: free some space", cause);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new StoreException(Reason.DAMAGED, where + " is damaged: restore a backup", cause);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
          new StoreException(where + " cannot be written: check owner and permissions", cause);
      default -> new StoreException(where + " failed: " + code, cause);
    };
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    Throwable current = failure;
    while (current != null) {
      if (current instanceof SQLException sql) {
        return sql;
      }
      current = current.getCause();
    }
    return null;
  }
}
