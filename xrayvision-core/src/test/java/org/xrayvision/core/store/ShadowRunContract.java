/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.addQueued;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ModelRun;
import org.xrayvision.api.ModelRun.Kind;
import org.xrayvision.api.Patient;

/** What shadow models look at, and that it shows nowhere else. */
abstract class ShadowRunContract extends StoreFixture {
  private static final String SHADOW = "http://shadow/v1";

  private static AiRun shadowRun(int severity, @Nullable String error) {
    return AiRun.of(NOON, "p1")
        .answeredBy("challenger", SHADOW)
        .latencySeconds(3)
        .text(error == null ? "All is well." : null)
        .graded(severity, -1, "")
        .error(error)
        .build();
  }

  private Optional<String> next(Instant now) {
    return store.claimShadow(SHADOW, now).map(ShadowClaim::uid);
  }

  private void done(String uid) {
    Patient patient = StoreSamples.patient("P" + uid);
    addDone(store, exam(uid, patient, "1.2." + uid, "chest", NOON), 2);
  }

  @Test
  void shadowLooksAtWhatIsDoneSinceItWasConfiguredOldestFirst() {
    done("1.1");
    store.configureShadows(Set.of(SHADOW));
    done("1.2");
    done("1.3");
    addQueued(store, exam("1.4"));

    ShadowClaim claim = store.claimShadow(SHADOW, NOON).orElseThrow();
    assertThat(claim).isEqualTo(new ShadowClaim(SHADOW, "1.2", 0));
    assertThat(store.awaitsShadow("1.2")).isTrue();
    store.endShadow(claim, ShadowEnd.over(shadowRun(7, null)));
    assertThat(store.awaitsShadow("1.2")).isFalse();
    assertThat(next(NOON)).contains("1.3");
    assertThat(store.awaitsShadow("1.1")).isFalse();
    assertThat(store.awaitsShadow("1.4")).isFalse();
  }

  @Test
  void runOfAShadowCountsNowhere() {
    store.configureShadows(Set.of(SHADOW));
    done("1.1");
    long events = store.lastSeq();
    ShadowClaim claim = store.claimShadow(SHADOW, NOON).orElseThrow();
    store.endShadow(claim, ShadowEnd.over(shadowRun(9, null)));

    assertThat(store.shadows("1.1")).containsExactly(shadowRun(9, null));
    assertThat(store.runs("1.1")).containsExactly(run(2));
    assertThat(store.checks("1.1")).isEmpty();
    assertThat(store.lastSeq()).isEqualTo(events);
    assertThat(store.exam("1.1").orElseThrow().aiReport().severity()).isEqualTo(2);
    assertThat(store.averageLatencySeconds()).contains(12.5);
  }

  @Test
  void everyRunOfAnExamIsListedNewestFirstAndSaysWhatItWas() {
    store.configureShadows(Set.of(SHADOW));
    done("1.1");
    done("1.2");
    ShadowClaim claim = store.claimShadow(SHADOW, NOON).orElseThrow();
    store.endShadow(claim, ShadowEnd.over(shadowRun(9, null)));

    List<ModelRun> runs = store.modelRuns("1.1", 10);
    assertThat(runs).extracting(ModelRun::kind).containsExactly(Kind.SHADOW, Kind.PRIMARY);
    assertThat(runs).extracting(ModelRun::model).containsExactly("challenger", "medgemma");
    assertThat(runs).extracting(ModelRun::severity).containsExactly(9, 2);
    assertThat(runs).extracting(ModelRun::promptTokens).containsExactly(-1, 900);
    assertThat(runs).extracting(ModelRun::rawAssessment).containsExactly(null, "{\"severity\":0}");
    assertThat(store.modelRuns("1.1", 1)).containsExactly(runs.get(0));
    assertThat(store.modelRuns("9.9", 10)).isEmpty();
  }

  @Test
  void triesAreCountedFailedRunsKeptAndTheExamWaits() {
    store.configureShadows(Set.of(SHADOW));
    done("1.1");
    Instant later = NOON.plusSeconds(10);
    ShadowClaim claim = store.claimShadow(SHADOW, NOON).orElseThrow();
    store.endShadow(claim, ShadowEnd.failed(shadowRun(-1, "HTTP 500"), later));
    assertThat(next(NOON)).isEmpty();
    ShadowClaim second = store.claimShadow(SHADOW, later).orElseThrow();
    assertThat(second.attempts()).isEqualTo(1);
    store.endShadow(second, ShadowEnd.postponed(later));
    assertThat(store.claimShadow(SHADOW, later).orElseThrow().attempts())
        .as("an outage counts not, and a try that nobody ended does")
        .isEqualTo(1);
    assertThat(store.claimShadow(SHADOW, later).orElseThrow().attempts()).isEqualTo(2);
    assertThat(store.shadows("1.1")).extracting(AiRun::error).containsExactly("HTTP 500");
  }

  @Test
  void whatWaitsOutlivesTheStore() {
    store.configureShadows(Set.of(SHADOW));
    done("1.1");
    store.close();
    store = open();
    store.configureShadows(Set.of(SHADOW, "another"));
    assertThat(next(NOON)).contains("1.1");
    assertThat(store.claimShadow("another", NOON)).isEmpty();
  }

  @Test
  void shadowThatIsNotNamedAnyMoreHoldsUpNothing() {
    store.configureShadows(Set.of(SHADOW));
    done("1.1");
    store.configureShadows(Set.of());
    assertThat(store.awaitsShadow("1.1")).isFalse();
    store.configureShadows(Set.of(SHADOW));
    assertThat(next(NOON)).isEmpty();
  }

  @Test
  void anExamThatIsReadAgainIsNotLookedAtTwice() {
    store.configureShadows(Set.of(SHADOW));
    done("1.1");
    ShadowClaim claim = store.claimShadow(SHADOW, NOON).orElseThrow();
    store.requeue("1.1", NOON);
    assertThat(next(NOON)).as("not done").isEmpty();
    store.endShadow(claim, ShadowEnd.over(shadowRun(7, null)));
    store.complete(claim(), run(3));
    assertThat(store.exam("1.1").orElseThrow().status()).isEqualTo(ExamStatus.DONE);
    assertThat(next(NOON)).isEmpty();
    assertThat(store.runs("1.1")).isEqualTo(List.of(run(3), run(2)));
  }
}
