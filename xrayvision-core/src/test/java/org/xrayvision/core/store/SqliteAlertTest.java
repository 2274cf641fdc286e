/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.LEASE;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.OWNER;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.alert.AlertPolicy;

class SqliteAlertTest extends AlertContract {
  private static final AlertPolicy POLICY =
      new AlertPolicy(
          AlertOptions.defaults().withEscalation(8, Duration.ofMinutes(10)), ZoneOffset.UTC);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("xrayvision.db");
  }

  @Override
  protected ExamStore open() {
    return SqliteExamStore.open(
        file(),
        StoreOptions.defaults(folder.resolve("backup")).withAlerts(POLICY),
        Clock.fixed(NOON, ZoneOffset.UTC));
  }

  @Test
  void whatAnOlderProgramFoundIsNotToldAndALaterLookOnlyIfItRises() {
    closeStore();
    Database.script(
        file(),
        """
        INSERT INTO exams (uid, cnp, created, protocol, region, type, status, study)
        VALUES ('5.1', NULL, '2026-03-01 10:00:00', 'Torace', 'chest', 'CR', 'done', '5');
        INSERT INTO ai_reports (uid, created, updated, text, positive, confidence, severity)
        VALUES ('5.1', '2026-03-01 10:00:00', '2026-03-01 10:00:00', 'Old.', 1, 80, 7);
        """);
    openStore();
    assertThat(store.alerts().open(1).count()).isZero();

    store.requeue("5.1", NOON);
    store.complete(store.claimNext(OWNER, NOON, LEASE).orElseThrow(), run(7));
    assertThat(store.alerts().open(1).count()).isZero();

    store.requeue("5.1", NOON);
    store.complete(store.claimNext(OWNER, NOON, LEASE).orElseThrow(), run(8));
    assertThat(store.alerts().open(1).count()).isEqualTo(1);
  }

  @Test
  void anAlertGoesWithItsExam() {
    addDone(store, exam("1.1"), 9);
    closeStore();
    Database.script(file(), "DELETE FROM ai_reports; DELETE FROM exams WHERE uid = '1.1';");
    openStore();

    assertThat(Database.rows(file(), "SELECT count(*) FROM alerts")).containsExactly("0");
    assertThat(Database.rows(file(), "SELECT count(*) FROM alert_deliveries")).containsExactly("0");
  }

  @Test
  void noRowHoldsAnythingOfThePatient() {
    store.alerts().configure(Set.of("phone"), Set.of());
    addDone(store, exam("1.1"), 9);

    assertThat(Database.rows(file(), "SELECT * FROM alerts").toString())
        .doesNotContain("Popescu", "1700131400019");
  }

  @Test
  void nothingWaitsForWhomWasForgotten() {
    store.alerts().configure(Set.of("phone"), Set.of());
    addDone(store, exam("1.1"), 9);
    String patient = store.exam("1.1").orElseThrow().patient().key();

    assertThat(store.upkeep().erase(patient, uid -> List.of(), NOON)).isPresent();

    assertThat(Database.rows(file(), "SELECT count(*) FROM alerts")).containsExactly("0");
    assertThat(Database.rows(file(), "SELECT count(*) FROM alert_deliveries")).containsExactly("0");
  }
}
