/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.function.Function;
import org.xrayvision.core.store.StoreException.Reason;

/** The statistics' part of the store: what has changed is folded in before sums are read. */
final class SqliteStatistics {
  private final SqliteDatabase database;
  private final StatFold changes;

  SqliteStatistics(SqliteDatabase database, StatFold changes) {
    this.database = database;
    this.changes = changes;
  }

  <T> T read(Function<StatTables, T> reading) {
    try {
      fold();
    } catch (StoreException e) {
      // Who cannot write now still sees the figures of the last fold.
      if (e.reason() != Reason.BUSY && e.reason() != Reason.DISK_FULL) {
        throw e;
      }
    }
    return database.read(handle -> reading.apply(new StatTables(handle)));
  }

  void fold() {
    boolean behind = database.read(StatFold::isBehind);
    while (behind && !Thread.currentThread().isInterrupted()) {
      behind = database.writer().write(tx -> changes.fold(tx.handle()));
    }
  }
}
