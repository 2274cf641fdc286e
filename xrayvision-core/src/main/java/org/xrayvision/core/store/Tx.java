/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One write under way: the connection inside its transaction. Used by one thread, within one {@link
 * Work}.
 */
final class Tx {
  /** What is done inside a transaction: all of it is kept, or nothing. */
  interface Work<T extends @Nullable Object> {
    T run(Tx tx);
  }

  private final Handle handle;
  private final ReadModel readModel;
  private boolean wroteEvent;

  Tx(Handle handle, ReadModel readModel) {
    this.handle = handle;
    this.readModel = readModel;
  }

  Handle handle() {
    return handle;
  }

  /** Lets {@code exam_state} follow what was written so far; the writer does so at the end. */
  void refresh() {
    readModel.refresh(handle);
  }

  /** Has also the sums of the statistics follow, and forgets what they say of nothing any more. */
  void foldStatistics() {
    refresh();
    boolean behind = true;
    while (behind) {
      behind = readModel.statistics().fold(handle);
    }
  }

  /** Writes an event that becomes visible with the rest. The payload holds nothing of a patient. */
  void event(Instant at, String kind, @Nullable String uid, Map<String, String> payload) {
    EventLog.append(handle, at, kind, uid, payload);
    wroteEvent = true;
  }

  boolean wroteEvent() {
    return wroteEvent;
  }
}
