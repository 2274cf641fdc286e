/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xrayvision.api.AlertView;
import org.xrayvision.core.OpenAlerts;

/**
 * The alerts' part of the store: hands each call to the writer or to a reader. What is asked every
 * few seconds asks a reader first.
 */
final class SqliteAlertStore implements AlertStore {
  private final SqliteDatabase database;
  private final GroupWriter writer;

  SqliteAlertStore(SqliteDatabase database) {
    this.database = database;
    this.writer = database.writer();
  }

  private void write(Consumer<Tx> work) {
    writer.run(work);
  }

  @Override
  public void configure(Set<String> notifiers, Set<String> escalation) {
    write(tx -> NotifierNames.configure(tx.handle(), notifiers, escalation));
  }

  @Override
  public Optional<AlertMessage> next(String notifier, Instant now, int perMinute) {
    return database.read(handle -> Deliveries.isDue(handle, notifier, now))
        ? writer.write(tx -> Deliveries.next(tx.handle(), notifier, now, perMinute))
        : Optional.empty();
  }

  @Override
  public void delivered(AlertMessage message, Instant now) {
    write(tx -> Deliveries.delivered(tx, message, now));
  }

  @Override
  public void failed(AlertMessage message, String problem, Instant now) {
    write(tx -> Deliveries.failed(tx, message, problem, now));
  }

  @Override
  public void postponed(AlertMessage message, String problem, Instant notBefore) {
    write(tx -> Deliveries.postponed(tx.handle(), message, problem, notBefore));
  }

  @Override
  public void escalate(Instant now) {
    if (database.read(handle -> Alerts.isEscalationDue(handle, now))) {
      write(tx -> Alerts.escalate(tx, now));
    }
  }

  @Override
  public Optional<AlertView> alert(String id) {
    return database.read(handle -> Alerts.alert(handle, id));
  }

  @Override
  public List<WaitingFor> waitingForOthers() {
    return database.read(NotifierNames::waiting);
  }

  @Override
  public OpenAlerts open(int page) {
    return database.read(handle -> Alerts.open(handle, page));
  }

  @Override
  public boolean acknowledge(String uid, String who, Instant now) {
    return writer.write(tx -> Alerts.acknowledge(tx, uid, who, now));
  }
}
