/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.LEASE;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.OWNER;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.addQueued;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.patient;
import static org.xrayvision.core.store.StoreSamples.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.AlertView;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.OpenAlerts;

/** What an {@link ExamStore} must do with alerts. Each implementation runs it. */
abstract class AlertContract extends StoreFixture {
  private static final String PHONE = "phone";
  private static final String PAGER = "pager";

  /** An exam of a study of its own, read with this severity. */
  private void read(String uid, int severity) {
    addDone(store, exam(uid, patient("P" + uid), "2." + uid, "chest", NOON), severity);
  }

  private void readAgain(String uid, int severity) {
    store.requeue(uid, NOON);
    Claim claim = store.claimNext(OWNER, NOON, LEASE).orElseThrow();
    assertThat(claim.uid()).isEqualTo(uid);
    store.complete(claim, run(severity));
  }

  private @Nullable AlertView alert(String uid) {
    return store.view(uid).orElseThrow().alert();
  }

  private int severityTold(String uid) {
    AlertView alert = alert(uid);
    return alert == null ? -1 : alert.severity();
  }

  private Optional<AlertMessage> next(String notifier, Instant now) {
    return store.alerts().next(notifier, now, 10);
  }

  private AlertMessage take(String notifier, Instant now) {
    return next(notifier, now).orElseThrow();
  }

  private long waiting() {
    return store.alerts().open(1).count();
  }

  @Test
  void aPositiveReadingIsToldOnceAndAgainWhenItRises() {
    read("1.1", 4);
    assertThat(alert("1.1")).isNull();

    readAgain("1.1", 6);
    AlertView first = alert("1.1");
    assertThat(first).isNotNull();
    assertThat(first.severity()).isEqualTo(6);
    assertThat(first.region()).isEqualTo("chest");
    assertThat(first.sent()).isNull();
    assertThat(first.isOpen()).isTrue();

    readAgain("1.1", 6);
    readAgain("1.1", 2);
    readAgain("1.1", 6);
    assertThat(waiting()).isEqualTo(1);

    readAgain("1.1", 9);
    assertThat(severityTold("1.1")).isEqualTo(9);
    assertThat(waiting()).isEqualTo(2);
  }

  @Test
  void theViewsOfAReadingAreToldOnce() {
    addDone(store, exam("1.1"), 7);
    addDone(store, exam("1.2"), 7);
    addDone(store, exam("1.3"), 6);

    assertThat(waiting()).isEqualTo(1);
    assertThat(alert("1.3")).isEqualTo(alert("1.1"));
    addDone(store, exam("1.4"), 8);
    assertThat(waiting()).isEqualTo(2);
    assertThat(severityTold("1.1")).isEqualTo(8);
  }

  @Test
  void whatWasReadForSomebodyElseIsNotTold() {
    addQueued(store, exam("1.1"));
    Claim claim = claim();
    store.requeue("1.1", NOON);
    store.complete(claim, run(9));

    assertThat(alert("1.1")).isNull();
    store.configureShadows(Set.of("shadow"));
    store.complete(store.claimNext(OWNER, NOON, LEASE).orElseThrow(), run(1));
    ShadowClaim shadow = store.claimShadow("shadow", NOON).orElseThrow();
    store.endShadow(shadow, ShadowEnd.over(run(9)));
    assertThat(waiting()).isZero();
  }

  @Test
  void eachNotifierHasAProgressOfItsOwn() {
    store.alerts().configure(Set.of(PHONE, "desk"), Set.of(PAGER));
    read("1.1", 7);

    AlertMessage message = take(PHONE, NOON);
    assertThat(message.uid()).isEqualTo("1.1");
    assertThat(message.severity()).isEqualTo(7);
    assertThat(message.findings()).isEqualTo(1);
    assertThat(message.escalation()).isFalse();
    store.alerts().delivered(message, NOON.plusSeconds(1));

    assertThat(next(PHONE, NOON)).isEmpty();
    assertThat(next(PAGER, NOON)).isEmpty();
    assertThat(take("desk", NOON).id()).isEqualTo(message.id());
    AlertView alert = alert("1.1");
    assertThat(alert).isNotNull();
    assertThat(alert.sent()).isEqualTo(NOON.plusSeconds(1));
    assertThat(kinds("1.1")).endsWith(ExamEvent.DONE, ExamEvent.ALERTED);
  }

  @Test
  void aTryThatNobodyEndedIsToldAgainUnderItsIdAlsoAfterTheEngineHasDied() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    read("1.1", 7);
    AlertMessage lost = take(PHONE, NOON);
    closeStore();
    openStore();
    store.alerts().configure(Set.of(PHONE), Set.of());

    AlertMessage again = take(PHONE, NOON);

    assertThat(again.id()).isEqualTo(lost.id());
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void whatIsPostponedWaitsAndSaysWhy() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    read("1.1", 7);
    store.alerts().postponed(take(PHONE, NOON), "is down", NOON.plusSeconds(60));

    assertThat(next(PHONE, NOON.plusSeconds(59))).isEmpty();
    AlertView alert = alert("1.1");
    assertThat(alert).isNotNull();
    assertThat(alert.problem()).isEqualTo("is down");
    store.alerts().delivered(take(PHONE, NOON.plusSeconds(60)), NOON.plusSeconds(61));
    AlertView sent = alert("1.1");
    assertThat(sent).isNotNull();
    assertThat(sent.problem()).isNull();
  }

  @Test
  void whatCanNeverBeDeliveredIsSeen() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    read("1.1", 7);
    store.alerts().failed(take(PHONE, NOON), "answered 400", NOON);

    assertThat(next(PHONE, NOON.plusSeconds(9999))).isEmpty();
    assertThat(last("1.1").kind()).isEqualTo(ExamEvent.ALERT_FAILED);
    assertThat(last("1.1").payload()).containsEntry("reason", "answered 400");
    AlertView alert = alert("1.1");
    assertThat(alert).isNotNull();
    assertThat(alert.problem()).isEqualTo("answered 400");
  }

  @Test
  void aFloodBecomesOneMessageAndNothingIsDropped() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    for (int i = 1; i <= 20; i++) {
      read("1." + i, 5 + i % 5);
    }
    List<AlertMessage> told = new ArrayList<>();
    Optional<AlertMessage> message = store.alerts().next(PHONE, NOON, 3);
    while (message.isPresent()) {
      told.add(message.get());
      store.alerts().delivered(message.get(), NOON);
      message = store.alerts().next(PHONE, NOON, 3);
    }

    assertThat(told).extracting(AlertMessage::findings).containsExactly(1, 1, 18);
    assertThat(told).extracting(AlertMessage::severity).containsExactly(9, 9, 9);
    assertThat(told.get(2).uid()).isNull();
    assertThat(told.get(2).region()).isEqualTo("chest");
    for (int i = 1; i <= 20; i++) {
      AlertView alert = alert("1." + i);
      assertThat(alert).isNotNull();
      assertThat(alert.sent()).isEqualTo(NOON);
    }
    read("1.21", 5);
    assertThat(store.alerts().next(PHONE, NOON.plusSeconds(59), 3)).isEmpty();
    assertThat(store.alerts().next(PHONE, NOON.plusSeconds(61), 3)).isPresent();
  }

  @Test
  void whatWasTriedKeepsItsOwnMessageInAFlood() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    read("1.1", 9);
    AlertMessage tried = take(PHONE, NOON);
    for (int i = 2; i <= 4; i++) {
      read("1." + i, 6);
    }

    AlertMessage again = store.alerts().next(PHONE, NOON, 1).orElseThrow();
    assertThat(again.id()).isEqualTo(tried.id());
    assertThat(again.findings()).isEqualTo(1);
    store.alerts().delivered(again, NOON);
    AlertMessage flood = store.alerts().next(PHONE, NOON.plusSeconds(61), 1).orElseThrow();
    assertThat(flood.findings()).isEqualTo(3);
    assertThat(flood.alert()).isNull();
  }

  @Test
  void anAcknowledgementHoldsForTheReadingAndTheFirstOneStays() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    addDone(store, exam("1.1"), 7);
    addDone(store, exam("1.2"), 3);

    assertThat(store.alerts().acknowledge("1.2", "ann", NOON)).isTrue();
    assertThat(store.alerts().acknowledge("1.1", "bob", NOON.plusSeconds(9))).isTrue();

    AlertView alert = alert("1.1");
    assertThat(alert).isNotNull();
    assertThat(alert.acknowledgedBy()).isEqualTo("ann");
    assertThat(alert.acknowledgedAt()).isEqualTo(NOON);
    assertThat(waiting()).isZero();
    assertThat(next(PHONE, NOON)).as("seen before it was sent").isEmpty();
    assertThat(last("1.1").kind()).isEqualTo(ExamEvent.ACKNOWLEDGED);
    read("1.3", 2);
    assertThat(store.alerts().acknowledge("1.3", "ann", NOON)).isFalse();
    assertThat(store.alerts().acknowledge("9.9", "ann", NOON)).isFalse();
  }

  @Test
  void anAcknowledgementDuringATryDoesNotHideThatItArrived() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    read("1.1", 7);
    AlertMessage message = take(PHONE, NOON);
    store.alerts().acknowledge("1.1", "ann", NOON);
    store.alerts().delivered(message, NOON.plusSeconds(2));

    AlertView alert = alert("1.1");
    assertThat(alert).isNotNull();
    assertThat(alert.sent()).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void aReviewAcknowledgesAndItsWithdrawalDoesNot() {
    read("1.1", 7);
    read("1.2", 7);
    store.reports().review("1.1", "ann", true, NOON);
    store.reports().review("1.2", "ann", null, NOON);

    AlertView reviewed = alert("1.1");
    AlertView withdrawn = alert("1.2");
    assertThat(reviewed).isNotNull();
    assertThat(reviewed.acknowledgedBy()).isEqualTo("ann");
    assertThat(withdrawn).isNotNull();
    assertThat(withdrawn.isOpen()).isTrue();
  }

  @Test
  void whatNobodyAcknowledgesInTimeIsToldToTheOthersOnce() {
    store.alerts().configure(Set.of(PHONE), Set.of(PAGER));
    read("1.1", 9);
    read("1.2", 9);
    read("1.3", 6);
    store.alerts().acknowledge("1.2", "ann", NOON);
    Instant due = NOON.plusSeconds(600);

    store.alerts().escalate(due.minusMillis(1));
    assertThat(next(PAGER, due)).isEmpty();
    store.alerts().escalate(due);
    store.alerts().escalate(due.plusSeconds(1));

    AlertMessage message = take(PAGER, due);
    assertThat(message.uid()).isEqualTo("1.1");
    assertThat(message.escalation()).isTrue();
    store.alerts().delivered(message, due);
    assertThat(next(PAGER, due)).isEmpty();
    AlertView alert = alert("1.1");
    assertThat(alert).isNotNull();
    assertThat(alert.escalatedAt()).isEqualTo(due);
    assertThat(kinds("1.1")).containsOnlyOnce(ExamEvent.ESCALATED);
  }

  @Test
  void theOpenOnesAreListedMostSevereFirstForAsLongAsNobodyAcknowledges() {
    read("1.1", 6);
    read("1.2", 9);
    read("1.3", 7);
    store.alerts().acknowledge("1.3", "ann", NOON.plus(Duration.ofDays(400)));

    OpenAlerts open = store.alerts().open(1);
    assertThat(open.alerts()).extracting(AlertView::uid).containsExactly("1.2", "1.1");
    assertThat(open.oldest()).isEqualTo(NOON);
    assertThat(open.nextEscalation()).isEqualTo(NOON.plusSeconds(600));
    assertThat(open.pages()).isEqualTo(1);
    assertThat(store.alerts().open(2).alerts()).isEmpty();
    assertThat(store.alerts().open(2).count()).isEqualTo(2);
  }

  @Test
  void theOpenOnesArePaged() {
    for (int i = 1; i <= OpenAlerts.PAGE_SIZE + 1; i++) {
      read("1." + i, i == 50 ? 5 : 7);
    }

    assertThat(store.alerts().open(1).count()).isEqualTo(OpenAlerts.PAGE_SIZE + 1);
    assertThat(store.alerts().open(1).pages()).isEqualTo(2);
    assertThat(store.alerts().open(1).alerts()).hasSize(OpenAlerts.PAGE_SIZE);
    assertThat(store.alerts().open(2).alerts()).extracting(AlertView::uid).containsExactly("1.50");
  }

  @Test
  void aNotifierThatBecomesOneOfTheOthersKeepsNobodyFromBeingTold() {
    store.alerts().configure(Set.of(PHONE), Set.of());
    read("1.1", 9);
    store.alerts().delivered(take(PHONE, NOON), NOON);
    store.alerts().configure(Set.of(), Set.of(PHONE, PAGER));

    Instant late = NOON.plusSeconds(600);
    store.alerts().escalate(late);

    assertThat(take(PAGER, late).uid()).isEqualTo("1.1");
    assertThat(next(PHONE, late)).isEmpty();
  }
}
