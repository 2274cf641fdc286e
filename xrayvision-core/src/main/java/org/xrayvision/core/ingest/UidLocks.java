/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each UID that is being stored; others do not wait. Safe for threads. */
final class UidLocks {
  private final ConcurrentHashMap<String, Held> locks = new ConcurrentHashMap<>();

  /** Waits until nobody else holds this UID. */
  Held hold(String uid) {
    Held held =
        locks.compute(
            uid,
            (key, present) -> {
              Held entry = present == null ? new Held(key) : present;
              entry.users++;
              return entry;
            });
    held.lock.lock();
    return held;
  }

  /** A UID that is held. */
  final class Held {
    private final String uid;
    private final ReentrantLock lock = new ReentrantLock();

    /** Changed inside {@code compute} only. */
    private int users;

    private Held(String uid) {
      this.uid = uid;
    }

    void release() {
      lock.unlock();
      locks.compute(uid, (key, present) -> --users == 0 ? null : this);
    }
  }
}
