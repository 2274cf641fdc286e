/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.dicom.io.DicomException;

/**
 * What a picture whose making ends the process leaves behind, and what the next start makes of it.
 */
@Timeout(60)
class PictureMarksTest {
  @TempDir Path root;
  private PictureBench bench;

  @BeforeEach
  void open() {
    bench = new PictureBench(root.resolve("data"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aMarkStandsOnlyWhileThePictureIsMade() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    String[] uid = new String[1];
    bench.beforeDecoding(
        () -> {
          if (Files.exists(bench.mark(uid[0]))) {
            seen.incrementAndGet();
          }
        });
    uid[0] = bench.receivedInRle();
    bench.start(1);

    bench.await(uid[0], ExamStatus.QUEUED);

    assertThat(seen).hasValue(1);
    assertThat(bench.incoming()).isEmpty();
  }

  @Test
  void whatEndedTheProcessOnceIsMadeAfterTheOthers() throws Exception {
    String suspect = bench.received();
    bench.mark(suspect, 2);
    List<String> others =
        IntStream.range(0, 4)
            .mapToObj(
                n -> {
                  try {
                    return bench.received();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .toList();
    bench.start(1);

    bench.await(suspect, ExamStatus.QUEUED);

    for (String uid : others) {
      assertThat(bench.status(uid)).isEqualTo(ExamStatus.QUEUED);
      assertThat(lastSeq(uid)).isLessThan(lastSeq(suspect));
    }
    assertThat(bench.incoming()).isEmpty();
  }

  private long lastSeq(String uid) {
    List<ExamEvent> journal = bench.store.journal(uid);
    return journal.get(journal.size() - 1).seq();
  }

  @Test
  void whatEndedTheProcessThreeTimesIsAnErrorAndNotTriedAgain() throws Exception {
    bench.beforeDecoding(
        () -> {
          throw new DicomException("decoded");
        });
    String uid = bench.receivedInRle();
    bench.mark(uid, 3);
    bench.start(1);

    bench.await(uid, ExamStatus.ERROR);

    assertThat(bench.reason(uid)).isEqualTo("the process ended 3 times while making its picture");
    PictureBench.await(() -> bench.incoming().isEmpty());
  }

  @Test
  void aMarkBesideAFinishedPictureAccusesNobody() throws Exception {
    String uid = bench.received();
    Files.writeString(bench.directory.pictureFile(uid), "of the life before");
    bench.mark(uid, 3);
    bench.start(1);

    bench.await(uid, ExamStatus.QUEUED);

    assertThat(bench.incoming()).isEmpty();
  }

  @Test
  void aPictureMadeForAReaderIsRefusedOnceAfterThreeDeaths() throws Exception {
    String uid = bench.received();
    bench.store.prepared(uid, new PictureOutcome(ExamStatus.QUEUED, null, "00", 1));
    bench.mark(uid, 3);
    PictureStage stage = bench.start(1);

    assertThatThrownBy(() -> stage.pictureOrMake(uid))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("ended 3 times");
    assertThat(stage.pictureOrMake(uid)).isNotEmptyFile();
  }

  @Test
  void closingBlamesNoPictureThatIsStillBeingMade() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    bench.beforeDecoding(
        () -> {
          inside.countDown();
          awaitOpen(release);
        });
    String uid = bench.receivedInRle();
    PictureStage stage = bench.start(1);
    inside.await();
    assertThat(bench.mark(uid)).exists();

    stage.stop();
    stage.close(System.nanoTime());

    assertThat(bench.mark(uid)).doesNotExist();
    release.countDown();
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
