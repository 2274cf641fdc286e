/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.xrayvision.core.store.StoreSamples.LEASE;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.OWNER;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xrayvision.api.ExamEvent;

/** A store, opened before each test and closed after it, and what tests ask of it. */
abstract class StoreFixture {
  protected ExamStore store;

  /** Opens the same store, empty at first. */
  protected abstract ExamStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected final Claim claim() {
    return store.claimNext(OWNER, NOON, LEASE).orElseThrow();
  }

  protected final List<String> kinds(String uid) {
    return store.journal(uid).stream().map(ExamEvent::kind).toList();
  }

  protected final ExamEvent last(String uid) {
    List<ExamEvent> journal = store.journal(uid);
    return journal.get(journal.size() - 1);
  }
}
