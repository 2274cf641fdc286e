/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.patient;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.AlertView;
import org.xrayvision.core.store.AlertStore.WaitingFor;

/**
 * What becomes of alerts that wait for a notifier which the configuration calls otherwise now, or
 * not at all. Each implementation runs it.
 */
abstract class NotifierNamesContract extends StoreFixture {
  private static final String PHONE = "phone";
  private static final String MOBILE = "mobile";
  private static final String DESK = "desk";
  private static final String PAGER = "pager";
  private static final Instant LATE = NOON.plusSeconds(600);

  private void read(String uid, int severity) {
    addDone(store, exam(uid, patient("P" + uid), "2." + uid, "chest", NOON), severity);
  }

  private void configure(Set<String> notifiers, Set<String> escalation) {
    store.alerts().configure(notifiers, escalation);
  }

  private void configure(String... notifiers) {
    configure(Set.of(notifiers), Set.of());
  }

  private Optional<AlertMessage> next(String notifier, Instant now) {
    return store.alerts().next(notifier, now, 10);
  }

  private AlertMessage take(String notifier) {
    return next(notifier, LATE).orElseThrow();
  }

  private void deliver(String notifier) {
    store.alerts().delivered(take(notifier), NOON);
  }

  private @Nullable String problem(String uid) {
    AlertView alert = store.view(uid).orElseThrow().alert();
    return alert == null ? "no alert" : alert.problem();
  }

  @Test
  void whatWaitsUnderAnOldNameIsDeliveredUnderTheNewOne() {
    configure(PHONE);
    read("1.1", 7);
    AlertMessage tried = take(PHONE);
    store.alerts().postponed(tried, "is down", NOON.plusSeconds(86_400));
    closeStore();
    openStore();
    configure(MOBILE);

    AlertMessage message = take(MOBILE);
    assertThat(message.id()).isEqualTo(tried.id());
    assertThat(message.uid()).isEqualTo("1.1");
    assertThat(problem("1.1")).isNull();
    store.alerts().delivered(message, NOON);
    assertThat(next(MOBILE, LATE)).isEmpty();
    assertThat(store.alerts().waitingForOthers()).isEmpty();
  }

  @Test
  void whoHasHadItIsNotToldAgain() {
    configure(PHONE, DESK);
    read("1.1", 7);
    deliver(DESK);
    configure(MOBILE, DESK);

    assertThat(next(DESK, LATE)).isEmpty();
    deliver(MOBILE);
    configure(PHONE, MOBILE, DESK);
    for (String name : List.of(PHONE, MOBILE, DESK)) {
      assertThat(next(name, LATE)).as(name).isEmpty();
    }
  }

  @Test
  void severalOldNamesMoveToOneNewNameOnce() {
    configure(PHONE, DESK);
    read("1.1", 7);
    configure(MOBILE);

    deliver(MOBILE);
    assertThat(next(MOBILE, LATE)).isEmpty();
    assertThat(problem("1.1")).isNull();
    configure(PHONE, DESK);
    assertThat(next(PHONE, LATE)).isEmpty();
    assertThat(next(DESK, LATE)).isEmpty();
  }

  @Test
  void whatNobodyIsThereForSaysSoAndIsDeliveredWhenTheNameComesBack() {
    configure(PHONE);
    read("1.1", 7);
    configure();

    assertThat(problem("1.1")).contains("not in the configuration any more");
    assertThat(store.alerts().open(1).alerts())
        .extracting(AlertView::problem)
        .containsExactly(problem("1.1"));
    assertThat(store.alerts().waitingForOthers()).containsExactly(new WaitingFor(PHONE, 1));
    read("1.2", 7);
    assertThat(problem("1.2")).as("raised while nobody was to be told").isNull();

    configure(PHONE);
    assertThat(problem("1.1")).isNull();
    assertThat(take(PHONE).uid()).isEqualTo("1.1");
    assertThat(store.alerts().waitingForOthers()).isEmpty();
  }

  @Test
  void whatNobodyIsThereForIsDeliveredBySomebodyNew() {
    configure(PHONE);
    read("1.1", 7);
    configure();
    configure();
    configure(MOBILE);

    assertThat(take(MOBILE).uid()).isEqualTo("1.1");
  }

  @Test
  void whatTheOthersHaveHadGoesOnWaitingForItsOwnName() {
    configure(PHONE, DESK);
    read("1.1", 7);
    deliver(DESK);
    configure(DESK);
    assertThat(problem("1.1")).isNotNull();

    configure(PHONE, DESK);
    assertThat(take(PHONE).uid()).isEqualTo("1.1");
    assertThat(next(DESK, LATE)).isEmpty();
  }

  @Test
  void anAcknowledgementEndsTheWaitingForANameThatIsGone() {
    configure(PHONE);
    read("1.1", 7);
    configure();
    store.alerts().acknowledge("1.1", "ann", NOON);

    assertThat(problem("1.1")).isNull();
    configure(MOBILE, PHONE);
    assertThat(next(MOBILE, LATE)).isEmpty();
    assertThat(next(PHONE, LATE)).isEmpty();
  }

  @Test
  void aNewNotifierIsNotToldWhatWasDelivered() {
    configure(PHONE);
    read("1.1", 7);
    deliver(PHONE);
    configure(DESK);
    read("1.2", 7);
    configure(PHONE, DESK);

    assertThat(next(PHONE, LATE)).isEmpty();
    assertThat(take(DESK).uid()).isEqualTo("1.2");
  }

  @Test
  void theOthersTakeOverWhereNobodyElseIsNamed() {
    configure(Set.of(PHONE), Set.of(PAGER));
    read("1.1", 7);
    configure(Set.of(), Set.of(PAGER));

    assertThat(take(PAGER).uid()).isEqualTo("1.1");
  }

  @Test
  void aRenamedNotifierOfEscalationsTakesOverEscalationsOnly() {
    configure(Set.of(PHONE), Set.of(PAGER));
    read("1.1", 9);
    deliver(PHONE);
    store.alerts().escalate(LATE);
    read("1.2", 6);
    configure(Set.of(PHONE), Set.of(MOBILE));

    assertThat(take(MOBILE).uid()).isEqualTo("1.1");
    store.alerts().delivered(take(MOBILE), NOON);
    assertThat(next(MOBILE, LATE)).isEmpty();
    assertThat(take(PHONE).uid()).isEqualTo("1.2");
  }

  @Test
  void anEscalationThatFindsNobodyWaitsForWhomItWasMeant() {
    configure(Set.of(PHONE), Set.of(PAGER));
    read("1.1", 9);
    deliver(PHONE);
    configure(PHONE);
    store.alerts().escalate(LATE);

    assertThat(problem("1.1")).contains("not in the configuration any more");
    assertThat(next(PHONE, LATE)).isEmpty();
    configure(Set.of(PHONE), Set.of(MOBILE));
    AlertMessage message = take(MOBILE);
    assertThat(message.escalation()).isTrue();
    assertThat(problem("1.1")).isNull();
  }
}
