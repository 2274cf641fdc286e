/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.auth.HandClock;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.retrieve.PacsStatus.Activity;
import org.xrayvision.server.retrieve.QueryProgress.State;
import org.xrayvision.server.retrieve.Retrieval.Status;

/** What is asked and fetched when, by a hand clock that begins on 22 November 2026 at 08:00. */
final class PacsWorkerTest {
  private static final String TODAY = "2026-11-22";
  private static final PacsSettings SETTINGS =
      new PacsSettings(
          "main", "ARCHIVE", "192.0.2.8", 104, PacsSettings.Method.C_MOVE, PacsSettings.Root.STUDY);

  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private final FakePacs pacs = new FakePacs();
  private final List<QueryProgress> told = new ArrayList<>();
  private @Nullable String busy;
  private ServerDatabase database;
  private RetrieveStore store;
  private PacsWorker worker;

  @BeforeEach
  void open() {
    database = ServerDatabase.open(folder.resolve("server.db"));
    store = new RetrieveStore(database);
    worker = worker();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private PacsWorker worker() {
    Here here =
        new Here() {
          @Override
          public Map<String, Integer> exams(Collection<String> studyUids) {
            Map<String, Integer> some = new HashMap<>(pacs.here);
            some.keySet().retainAll(studyUids);
            return some;
          }

          @Override
          public Optional<String> busy() {
            return Optional.ofNullable(busy);
          }
        };
    PacsWorker.Plan plan =
        new PacsWorker.Plan(
            new Schedule(Duration.ofMinutes(5), Duration.ofMinutes(1), () -> 0.5),
            Duration.ofHours(3),
            ZoneOffset.UTC,
            Set.of("CR", "DX"),
            3,
            "XRAYVISION");
    return new PacsWorker(SETTINGS, pacs, store, here, plan, clock, told::add);
  }

  /** Steps until there is nothing to do now; returns for how long. */
  private Duration settle() {
    for (int i = 0; i < 100; i++) {
      Duration wait = worker.step();
      if (!wait.isZero()) {
        return wait;
      }
    }
    throw new AssertionError("there is always something to do");
  }

  private void afterMinutes(int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
    settle();
  }

  private PacsStatus.Run run() {
    PacsStatus.Run run = worker.status().run();
    assertThat(run).isNotNull();
    return run;
  }

  @Test
  void newStudiesOfOurModalitiesAreFetchedNewestFirst() {
    pacs.has("1.1", TODAY, "06:00:00", 2, "CR");
    pacs.has("1.2", TODAY, "07:00:00", 1, "DX");
    pacs.has("1.3", TODAY, "07:30:00", 5, "MR", "SR");
    pacs.has("1.4", TODAY, "04:00:00", 5, "CR");
    pacs.has("1.5", TODAY, "05:30:00", 3, "CR", "SR");

    assertThat(settle()).isEqualTo(Duration.ofMinutes(1));

    assertThat(pacs.retrieved).containsExactly("1.2", "1.1", "1.5 in part");
    assertThat(worker.nextQuery()).isEqualTo(Instant.parse("2026-11-22T08:05:00Z"));
    assertThat(told)
        .extracting(QueryProgress::state)
        .containsExactly(
            State.STARTED,
            State.FOUND,
            State.RETRIEVING,
            State.RETRIEVING,
            State.RETRIEVING,
            State.DONE);
    assertThat(run().progress())
        .isEqualTo(
            new QueryProgress(
                "main",
                State.DONE,
                3,
                3,
                0,
                0,
                "Studies found: 3, here already: 0, fetched: 3, failed: 0."));
  }

  @Test
  void whatIsHereInFullIsSkippedAndWhatHasGrownIsFetchedAgain() {
    pacs.has("1.1", TODAY, "06:00:00", 2, "CR");
    pacs.has("1.2", TODAY, "07:00:00", 1, "DX");
    pacs.here.put("1.1", 2);
    settle();
    assertThat(pacs.retrieved).containsExactly("1.2");
    assertThat(run().progress().skipped()).isEqualTo(1);

    afterMinutes(6);
    assertThat(pacs.retrieved).containsExactly("1.2");
    assertThat(run().progress().skipped()).isEqualTo(2);

    pacs.has("1.1", TODAY, "06:00:00", 3, "CR");
    pacs.has("1.2", TODAY, "07:00:00", 2, "DX");
    afterMinutes(6);
    assertThat(pacs.retrieved).containsExactly("1.2", "1.2", "1.1");
  }

  @Test
  void objectsThatAreNotTakenAreNotFetchedOverAndOver() {
    pacs.has("1.1", TODAY, "06:00:00", 3, "CR");
    pacs.refused.put("1.1", 1);
    settle();
    afterMinutes(6);
    afterMinutes(6);
    worker.ask(24);
    settle();

    assertThat(pacs.retrieved).containsExactly("1.1");
    assertThat(store.find("main", "1.1").orElseThrow())
        .satisfies(
            one -> {
              assertThat(one.status()).isEqualTo(Status.DONE);
              assertThat(one.refused()).isEqualTo(1);
              assertThat(one.fetched()).isEqualTo(2);
            });
  }

  @Test
  void aStudyThatFailsIsTriedEverMoreRarelyAndThenGivenUpUntilSomebodyAsks() {
    pacs.has("1.1", TODAY, "07:59:00", 3, "CR");
    pacs.problems.put("1.1", "could not send; see its log");
    settle();
    assertThat(store.troubled(10))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.attempts()).isEqualTo(1);
              assertThat(one.notBefore()).isEqualTo(Instant.parse("2026-11-22T08:01:00Z"));
              assertThat(one.error()).isEqualTo("could not send; see its log");
            });
    assertThat(run().progress().state()).isEqualTo(State.FAILED);
    assertThat(run().progress().message()).isEqualTo("could not send; see its log");

    afterMinutes(1);
    assertThat(pacs.retrieved).hasSize(2);
    afterMinutes(3);
    assertThat(pacs.retrieved).hasSize(2);
    afterMinutes(1);
    assertThat(pacs.retrieved).hasSize(3);
    assertThat(worker.status().failed()).isEqualTo(1);

    afterMinutes(60);
    assertThat(pacs.retrieved).hasSize(3);

    pacs.problems.clear();
    worker.ask(1);
    settle();
    assertThat(pacs.retrieved).hasSize(4);
    assertThat(worker.status().failed()).isZero();
    assertThat(store.troubled(10)).isEmpty();
  }

  @Test
  void aStudyThatWasGivenUpAndGrowsHasNewAttempts() {
    pacs.has("1.1", TODAY, "07:59:00", 3, "CR");
    pacs.problems.put("1.1", "could not send");
    settle();
    afterMinutes(1);
    afterMinutes(5);
    afterMinutes(20);
    assertThat(worker.status().failed()).isEqualTo(1);

    pacs.problems.clear();
    pacs.has("1.1", TODAY, "07:59:00", 4, "CR");
    afterMinutes(6);

    assertThat(worker.status().failed()).isZero();
    assertThat(pacs.here).containsEntry("1.1", 4);
  }

  @Test
  void anOutageCountsNoAttemptAndLeavesNoGap() {
    pacs.has("1.1", TODAY, "07:00:00", 1, "CR");
    settle();
    pacs.down = "Nothing listens at 192.0.2.8:104";
    pacs.has("1.2", TODAY, "08:10:00", 1, "CR");
    for (int i = 0; i < 72; i++) {
      afterMinutes(60);
    }
    assertThat(worker.status().trouble()).isEqualTo("Nothing listens at 192.0.2.8:104");
    assertThat(worker.status().troubleSince()).isEqualTo(Instant.parse("2026-11-22T09:00:00Z"));
    assertThat(run().progress().state()).isEqualTo(State.FAILED);
    assertThat(store.troubled(10)).isEmpty();

    pacs.down = null;
    afterMinutes(60);

    assertThat(pacs.asked.get(pacs.asked.size() - 1))
        .first()
        .isEqualTo(LocalDate.parse("2026-11-22"));
    assertThat(pacs.retrieved).containsExactly("1.1", "1.2");
    assertThat(worker.status().trouble()).isNull();
    assertThat(worker.status().troubleSince()).isNull();
  }

  @Test
  void aPacsThatAnswersButCannotSendIsAskedForOneStudyAtATimeAndNoAttemptIsCounted() {
    pacs.has("1.1", TODAY, "07:00:00", 1, "CR");
    pacs.has("1.2", TODAY, "07:10:00", 1, "CR");
    pacs.cannotSend = "does not know the move destination (A801)";
    settle();
    afterMinutes(6);
    afterMinutes(6);

    PacsStatus status = worker.status();
    assertThat(status.trouble()).contains("A801");
    assertThat(status.wanted()).isEqualTo(2);
    assertThat(status.failed()).isZero();
    assertThat(store.troubled(10)).isEmpty();

    pacs.cannotSend = null;
    afterMinutes(6);
    assertThat(pacs.retrieved).containsExactly("1.2", "1.1");
    assertThat(worker.status().trouble()).isNull();
  }

  @Test
  void whereNothingComesOfAnyStudyTheOthersKeepTheirAttempts() {
    for (int i = 1; i <= 6; i++) {
      pacs.has("1." + i, TODAY, "07:0" + i + ":00", 1, "CR");
      pacs.problems.put("1." + i, "could not send");
    }
    settle();
    assertThat(pacs.retrieved).containsExactly("1.6", "1.5", "1.4");
    assertThat(worker.status().trouble()).isEqualTo("could not send");
    afterMinutes(4);
    assertThat(pacs.retrieved).hasSize(3);

    afterMinutes(2);
    assertThat(pacs.retrieved).hasSize(4);
    pacs.problems.clear();
    afterMinutes(6);

    assertThat(pacs.here).hasSize(6);
    assertThat(worker.status().trouble()).isNull();
    assertThat(store.troubled(10)).isEmpty();
  }

  @Test
  void whatWasFoundIsFetchedAfterARestartAndTheWindowGoesOn() {
    pacs.has("1.1", TODAY, "07:00:00", 1, "CR");
    worker.step();
    assertThat(pacs.retrieved).isEmpty();
    clock.advance(Duration.ofDays(2));
    pacs.studies.put("1.1", pacs.studies.get("1.1"));

    database.close();
    database = ServerDatabase.open(folder.resolve("server.db"));
    store = new RetrieveStore(database);
    worker = worker();
    settle();

    assertThat(pacs.retrieved).containsExactly("1.1");
    assertThat(pacs.asked.get(1)).first().isEqualTo(LocalDate.parse("2026-11-22"));
    assertThat(pacs.asked.get(1)).hasSize(3);
  }

  @Test
  void aPersonWhoAsksForLessThanIsDueLeavesTheRestDue() {
    settle();
    clock.advance(Duration.ofDays(1));
    worker.ask(1);
    worker.step();
    assertThat(store.answered("main")).contains(Instant.parse("2026-11-22T08:00:00Z"));

    worker.ask(48);
    worker.step();
    assertThat(store.answered("main")).contains(Instant.parse("2026-11-23T08:00:00Z"));
  }

  @Test
  void whoAsksTwiceIsAnsweredOnceWithTheLongerTime() {
    settle();
    long first = worker.ask(2);
    long second = worker.ask(24);
    long third = worker.ask(1);
    settle();

    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
    assertThat(pacs.asked).hasSize(2);
    assertThat(pacs.asked.get(1)).hasSize(2);
    assertThat(run().id()).isEqualTo(first);
    assertThat(worker.ask(1)).isGreaterThan(first);
  }

  @Test
  void whileTheEngineIsBusyNothingIsFetched() {
    pacs.has("1.1", TODAY, "07:00:00", 1, "CR");
    busy = "5000 exams wait to be read";
    assertThat(settle()).isEqualTo(Duration.ofSeconds(5));
    assertThat(pacs.retrieved).isEmpty();
    assertThat(worker.status().activity()).isEqualTo(Activity.WAITING);
    assertThat(worker.status().waitsFor()).isEqualTo("5000 exams wait to be read");
    assertThat(run().ended()).isNull();

    busy = null;
    settle();
    assertThat(pacs.retrieved).containsExactly("1.1");
    assertThat(worker.status().activity()).isEqualTo(Activity.IDLE);
    assertThat(run().ended()).isNotNull();
  }

  @Test
  void aStudyThatWasSentToSomebodyElseIsNotTakenForFetched() {
    pacs.has("1.1", TODAY, "07:00:00", 1, "CR");
    pacs.sendsElsewhere = true;
    settle();

    assertThat(store.troubled(10))
        .singleElement()
        .extracting(Retrieval::error)
        .asString()
        .contains("ARCHIVE@192.0.2.8:104 says that it has sent 1 objects to XRAYVISION")
        .contains("correct the address and port");
  }

  @Test
  void aPacsThatSendsOnlyAfterItHasAnsweredIsNotAskedTwice() {
    pacs.has("1.1", TODAY, "07:00:00", 2, "CR");
    pacs.sendsElsewhere = true;
    settle();
    assertThat(store.troubled(10)).hasSize(1);

    pacs.here.put("1.1", 2);
    afterMinutes(1);

    assertThat(store.troubled(10)).isEmpty();
    assertThat(pacs.retrieved).hasSize(1);
  }

  @Test
  void whatIsOldIsForgotten() {
    pacs.has("1.1", TODAY, "07:00:00", 1, "CR");
    settle();
    clock.advance(Duration.ofDays(31));
    pacs.studies.clear();
    settle();

    assertThat(store.find("main", "1.1")).isEmpty();
  }
}
