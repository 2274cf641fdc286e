/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.dicom.data.Tag;

class IngestDuplicatesTest extends IngestFixture {
  private static final String UID = "1.2.840.1.79";

  private static byte[] first() {
    return bytes(chest(UID).build());
  }

  private static byte[] other(int n) {
    return bytes(chest(UID).set(Tag.StudyID, Integer.toString(n)).build());
  }

  private void stands(String status) {
    execute("UPDATE exams SET status = '" + status + "'");
    execute("UPDATE exam_state SET status = '" + status + "'");
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.database());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void sameObjectTwiceIsOneExam() {
    store(UID, first());
    int events = store.journal(UID).size();
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(images()).containsExactly(UID + ".dcm");
    assertThat(incoming()).isEmpty();
    assertThat(told).containsExactly(UID);
    assertThat(store.journal(UID)).hasSize(events);
  }

  @Test
  void sameObjectAgainHasThePictureMadeThatFailed() {
    store(UID, first());
    store.prepared(UID, new PictureOutcome(ExamStatus.ERROR, "no picture", null, 0));
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(store.awaitingPicture(9)).containsExactly(UID);
    assertThat(told).containsExactly(UID, UID);
  }

  @Test
  void damagedFileOfAnErrorIsPutAsideForTheGoodOne() throws IOException {
    store(UID, first());
    store.prepared(UID, new PictureOutcome(ExamStatus.ERROR, "cut short", null, 0));
    byte[] good = Files.readAllBytes(directory.dicomFile(UID));
    byte[] damaged = Arrays.copyOf(good, good.length - 10);
    Files.write(directory.dicomFile(UID), damaged);
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(first());
    assertThat(images()).containsExactly(UID + ".dcm", UID + ".dcm.damaged");
    assertThat(directory.images().resolve(UID + ".dcm.damaged")).hasBinaryContent(damaged);
    assertThat(store.awaitingPicture(9)).containsExactly(UID);
  }

  @Test
  void otherObjectDoesNotTryAnErrorAgain() {
    store(UID, first());
    store.prepared(UID, new PictureOutcome(ExamStatus.ERROR, "no picture", null, 0));
    assertThat(store(UID, other(1)).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(store.instance(UID).orElseThrow().status()).isEqualTo(ExamStatus.ERROR);
  }

  @Test
  void fileThatIsStillNeededAndMissingIsPutBack() throws IOException {
    store(UID, first());
    Files.delete(directory.dicomFile(UID));
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(first());
  }

  @Test
  void objectThatWasDeletedWhenItWasDoneIsStillKnown() throws IOException {
    store(UID, first());
    assertThat(ingest.deleteDicom(UID)).as("not done yet").isFalse();
    stands("done");
    assertThat(ingest.deleteDicom(UID)).isTrue();
    assertThat(images()).isEmpty();
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(images()).isEmpty();
    assertThat(store(UID, other(1)).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(images()).containsExactly(UID + ".1.dcm");
  }

  @Test
  void objectWithAConflictIsNotDeletedWhenItIsDone() throws IOException {
    store(UID, first());
    store(UID, other(1));
    stands("done");
    assertThat(ingest.deleteDicom(UID)).isFalse();
    assertThat(images()).hasSize(2);
  }

  @Test
  void otherBytesWithTheSameUidAreKeptBesideTheFirst() {
    store(UID, first());
    IngestResult second = store(UID, other(1));
    IngestResult third = store(UID, other(2));
    assertThat(second.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(second.isStored()).isTrue();
    assertThat(third.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(first());
    assertThat(dataSetOf(directory.conflictFile(UID, 1))).isEqualTo(other(1));
    assertThat(dataSetOf(directory.conflictFile(UID, 2))).isEqualTo(other(2));
    assertThat(store.instance(UID).orElseThrow().conflict()).isTrue();
    assertThat(store.instance(UID).orElseThrow().sha256()).isEqualTo(sha256(first()));
    assertThat(store.conflicts(UID))
        .extracting("fileName")
        .containsExactlyInAnyOrder(UID + ".1.dcm", UID + ".2.dcm");
    assertThat(told).as("no new picture to make").containsExactly(UID);
  }

  @Test
  void sameConflictingBytesAgainAreNotKeptAgain() {
    store(UID, first());
    store(UID, other(1));
    assertThat(store(UID, other(1)).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(images()).hasSize(2);
    assertThat(store.conflicts(UID)).hasSize(1);
  }

  @Test
  void nameOfAConflictIsNotTakenFromAnExamThatHasIt() throws IOException {
    String neighbour = UID + ".1";
    store(neighbour, bytes(chest(neighbour).build()));
    store(UID, first());
    store(UID, other(1));
    assertThat(images()).containsExactly(UID + ".1.dcm", UID + ".2.dcm", UID + ".dcm");
    assertThat(dataSetOf(directory.dicomFile(neighbour)))
        .isEqualTo(bytes(chest(neighbour).build()));
    Files.delete(directory.dicomFile(neighbour));
    store(UID, other(2));
    assertThat(images()).doesNotContain(UID + ".1.dcm");
  }

  @Test
  void conflictMakesWayForTheExamWhoseNameItHad() {
    store(UID, first());
    store(UID, other(1));
    store(UID, other(2));
    String neighbour = UID + ".1";
    byte[] bytes = bytes(chest(neighbour).build());
    assertThat(store(neighbour, bytes).outcome()).isEqualTo(Outcome.STORED);
    assertThat(dataSetOf(directory.dicomFile(neighbour))).isEqualTo(bytes);
    assertThat(dataSetOf(directory.conflictFile(UID, 2))).isEqualTo(other(2));
    assertThat(dataSetOf(directory.conflictFile(UID, 3))).isEqualTo(other(1));
    assertThat(store.conflicts(UID))
        .extracting("fileName", "sha256")
        .containsExactlyInAnyOrder(
            tuple(UID + ".2.dcm", sha256(other(2))), tuple(UID + ".3.dcm", sha256(other(1))));
    assertThat(incoming()).isEmpty();
  }

  @Test
  void conflictWhoseRowACrashPreventedMakesWayToo() throws IOException {
    store(UID, first());
    Files.write(directory.conflictFile(UID, 1), file(UID, other(1)));
    String neighbour = UID + ".1";
    assertThat(store(neighbour, bytes(chest(neighbour).build())).outcome())
        .isEqualTo(Outcome.STORED);
    assertThat(store.conflicts(UID)).extracting("fileName").containsExactly(UID + ".2.dcm");
    assertThat(dataSetOf(directory.conflictFile(UID, 2))).isEqualTo(other(1));
  }

  @Test
  void fileOfAStrangerInItsPlaceIsNotReplaced() throws IOException {
    Files.write(directory.dicomFile(UID), file("1.9", bytes(chest("1.9").build())));
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.PROCESSING_FAILURE);
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(bytes(chest("1.9").build()));
  }

  // ---- exams of an older program, which knew no hash

  private void takenOver(String status) {
    store(UID, first());
    stands(status);
    execute("UPDATE exam_state SET sha256 = NULL");
  }

  @Test
  void examOfAnOlderProgramIsComparedWithItsFile() {
    takenOver("done");
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(store(UID, other(1)).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(images()).hasSize(2);
  }

  @Test
  void examOfAnOlderProgramWithoutAFileIsKnownByItsUid() throws IOException {
    takenOver("done");
    Files.delete(directory.dicomFile(UID));
    assertThat(store(UID, other(1)).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(images()).isEmpty();
  }

  @Test
  void errorOfAnOlderProgramWithoutAFileGetsOne() throws IOException {
    takenOver("error");
    Files.delete(directory.dicomFile(UID));
    assertThat(store(UID, first()).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(images()).containsExactly(UID + ".dcm");
    assertThat(store.awaitingPicture(9)).containsExactly(UID);
  }

  // ---- at the same moment

  private static List<IngestResult> atOnce(List<Callable<IngestResult>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      CyclicBarrier barrier = new CyclicBarrier(calls.size());
      List<Future<IngestResult>> futures = new ArrayList<>();
      for (Callable<IngestResult> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return call.call();
                }));
      }
      List<IngestResult> results = new ArrayList<>();
      for (Future<IngestResult> future : futures) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sameObjectAtTheSameMomentIsOneCopyAndAllAreTold() throws Exception {
    for (int round = 0; round < 10; round++) {
      String uid = UID + "." + round;
      byte[] dataSet = bytes(chest(uid).build());
      List<Callable<IngestResult>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> store(uid, dataSet));
      }
      List<IngestResult> results = atOnce(calls);
      assertThat(results).allMatch(IngestResult::isStored);
      assertThat(results).filteredOn("outcome", Outcome.STORED).hasSize(1);
      assertThat(images()).hasSize(round + 1);
      assertThat(told).hasSize(round + 1);
    }
    assertThat(incoming()).isEmpty();
  }

  @Test
  void differentObjectsWithOneUidAtTheSameMomentAreAllKept() throws Exception {
    List<Callable<IngestResult>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] dataSet = other(i);
      calls.add(() -> store(UID, dataSet));
    }
    List<IngestResult> results = atOnce(calls);
    assertThat(results).filteredOn("outcome", Outcome.STORED).hasSize(1);
    assertThat(results).filteredOn("outcome", Outcome.CONFLICT).hasSize(7);
    assertThat(images()).hasSize(8);
    assertThat(store.conflicts(UID)).hasSize(7);
  }

  @Test
  void conflictAndTheExamWhoseNameItWantsAtTheSameMomentAreBothKept() throws Exception {
    for (int round = 0; round < 20; round++) {
      String uid = UID + "." + round;
      String neighbour = uid + ".1";
      byte[] second = bytes(chest(uid).set(Tag.StudyID, "2").build());
      byte[] other = bytes(chest(neighbour).build());
      store(uid, bytes(chest(uid).build()));
      List<IngestResult> results =
          atOnce(List.of(() -> store(uid, second), () -> store(neighbour, other)));
      assertThat(results).allMatch(IngestResult::isStored);
      assertThat(dataSetOf(directory.dicomFile(neighbour))).isEqualTo(other);
      String kept = store.conflicts(uid).get(0).fileName();
      assertThat(dataSetOf(directory.images().resolve(kept))).isEqualTo(second);
    }
    assertThat(images()).hasSize(60);
  }

  @Test
  void firstImagesOfOnePatientAtTheSameMomentAreAllStored() throws Exception {
    List<Callable<IngestResult>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String uid = UID + "." + i;
      calls.add(() -> store(uid, bytes(chest(uid).build())));
    }
    assertThat(atOnce(calls)).allMatch(result -> result.outcome() == Outcome.STORED);
    assertThat(images()).hasSize(8);
  }
}
