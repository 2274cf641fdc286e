/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xrayvision.server.auth.Principal;

/**
 * Who may export at the same time: a long download holds one of the workers that answer everybody.
 * Nobody holds two places. Safe for threads.
 */
final class ExportPlaces {
  private static final Map<String, String> LATER = Map.of("Retry-After", "10");

  private final Semaphore left;
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  ExportPlaces(int atOnce) {
    this.left = new Semaphore(atOnce);
  }

  /**
   * Takes a place.
   *
   * @throws HttpException 503 if there is none for this account or key
   */
  Place take(Principal principal) {
    String who = principal.role().code() + ' ' + principal.name();
    if (!held.add(who)) {
      throw new HttpException(503, "You export already; wait for its end.", LATER);
    }
    if (!left.tryAcquire()) {
      held.remove(who);
      throw new HttpException(503, "Others export at this moment; try again.", LATER);
    }
    return new Place(who);
  }

  /** To be given back; a second time changes nothing. */
  final class Place implements AutoCloseable {
    private final String who;
    private final AtomicBoolean over = new AtomicBoolean();

    private Place(String who) {
      this.who = who;
    }

    /** Gives it back before the block ends. */
    void free() {
      if (over.compareAndSet(false, true)) {
        left.release();
        held.remove(who);
      }
    }

    @Override
    public void close() {
      free();
    }
  }
}
