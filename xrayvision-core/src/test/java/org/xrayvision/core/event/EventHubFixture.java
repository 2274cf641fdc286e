/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Patient;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;

/** A store of each test's own, and a hub over its events. */
abstract class EventHubFixture {
  @TempDir Path folder;
  ExamStore store;
  EventHub hub;

  @BeforeEach
  void open() {
    store =
        SqliteExamStore.open(
            folder.resolve("xrayvision.db"), StoreOptions.defaults(folder.resolve("backup")));
    hub = new EventHub(store);
  }

  @AfterEach
  void close() {
    hub.close();
    store.close();
  }

  /** An exam arrives, which is an event. */
  final void arrives(String uid) {
    store.add(
        new NewExam(
            uid,
            new Patient("P1", null, "POP Ana", null, null),
            LocalDateTime.of(2026, 3, 1, 8, 0),
            "Torace",
            "chest",
            "frontal",
            "CR",
            "1.2.3.500",
            "1.2.3.600",
            null,
            "1.2.840.10008.1.2.1",
            "00",
            1,
            "CR1",
            Set.of(),
            Instant.parse("2026-03-02T12:00:00Z")));
  }
}
