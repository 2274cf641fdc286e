/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.StoreException;
import org.xrayvision.dicom.io.DicomException;

@Timeout(180)
class PictureStageTest {
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

  /** Counts how often the store was asked for a region: once for each try. */
  private ExamStore counting(AtomicInteger tries) {
    return bench.storeWith(
        method -> {
          if (method.equals("region")) {
            tries.incrementAndGet();
          }
        });
  }

  @Test
  void aGoodFileBecomesAPictureAndWaitsForItsReading() throws Exception {
    String uid = bench.received();
    PictureStage stage = bench.start(1);

    bench.await(uid, ExamStatus.QUEUED);

    assertThat(stage.picture(uid)).hasValueSatisfying(png -> assertThat(png).isNotEmptyFile());
    assertThat(stage.trouble()).isEmpty();
    assertThat(bench.incoming()).isEmpty();
  }

  @Test
  void anUnsupportedRegionIsIgnoredWithAReason() throws Exception {
    String uid = bench.withoutFile("hand");
    Files.copy(Path.of("../testdata/ro/olteanu_torace_1.dcm"), bench.directory.dicomFile(uid));
    bench.start(1);

    bench.await(uid, ExamStatus.IGNORE);

    assertThat(bench.reason(uid)).contains("hand");
  }

  @Test
  void aBusyDatabaseMakesNoGoodExamAnError() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    AtomicBoolean busy = new AtomicBoolean(true);
    ExamStore store =
        bench.storeWith(
            method -> {
              if (busy.get() && List.of("region", "exam", "view").contains(method)) {
                refused.incrementAndGet();
                throw new StoreException("the database is locked");
              }
            });
    String uid = bench.received();
    PictureStage stage = bench.start(1, store);
    PictureBench.await(() -> refused.get() > 0 && stage.trouble().isPresent());
    assertThat(bench.status(uid)).isEqualTo(ExamStatus.NONE);
    assertThat(stage.trouble().orElseThrow()).contains("the database is locked");

    busy.set(false);

    bench.await(uid, ExamStatus.QUEUED);
    PictureBench.await(() -> stage.trouble().isEmpty());
    assertThat(bench.store.journal(uid))
        .extracting(ExamEvent::kind)
        .containsExactly("received", "queued");
  }

  @Test
  void whateverTheStoreThrowsTheThreadGoesOn() throws Exception {
    AtomicBoolean ill = new AtomicBoolean(true);
    ExamStore store =
        bench.storeWith(
            method -> {
              if (method.equals("prepared") && ill.get()) {
                throw new AssertionError("POP Ana");
              }
            });
    String uid = bench.received();
    PictureStage stage = bench.start(1, store);
    PictureBench.await(() -> stage.trouble().isPresent());
    assertThat(stage.trouble().orElseThrow()).contains("AssertionError").doesNotContain("POP");

    ill.set(false);
    bench.await(uid, ExamStatus.QUEUED);
  }

  @Test
  void whateverTheListenerThrowsTheNextPictureIsMade() throws Exception {
    bench.onQueued(
        () -> {
          throw new StackOverflowError();
        });
    String first = bench.received();
    String second = bench.received();
    bench.start(1);

    bench.await(first, ExamStatus.QUEUED);
    bench.await(second, ExamStatus.QUEUED);
  }

  @Test
  void severalBadFilesLetAGoodOnePassOneThreadAndEndAsErrors() throws Exception {
    List<String> bad = List.of(bench.unreadable(), bench.unreadable(), bench.unreadable());
    String good = bench.received();
    bench.start(1);

    bench.await(good, ExamStatus.QUEUED);
    for (String uid : bad) {
      bench.await(uid, ExamStatus.ERROR);
      assertThat(bench.reason(uid)).startsWith("the DICOM object cannot be read: ");
    }
  }

  @Test
  void aFileThatCannotBeReadWaitsAsLongAsNoOtherCan() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    String bad = bench.unreadable();
    PictureStage stage = bench.start(2, counting(tries));
    PictureBench.await(() -> tries.get() > PictureMaker.MAX_UNREAD + 1);
    assertThat(bench.status(bad)).isEqualTo(ExamStatus.NONE);
    assertThat(stage.trouble().orElseThrow()).contains("1").contains("cannot be read");

    bench.received();
    stage.wake();

    bench.await(bad, ExamStatus.ERROR);
    PictureBench.await(() -> stage.trouble().isEmpty());
  }

  @Test
  void aFileThatBecomesReadableInTimeIsMade() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    String uid = bench.unreadable();
    bench.start(1, counting(tries));
    PictureBench.await(() -> tries.get() > 1);

    bench.mend(uid);

    bench.await(uid, ExamStatus.QUEUED);
  }

  @Test
  void aFileThatIsGoneWhileOthersAreThereIsAnError() throws Exception {
    String gone = bench.withoutFile("chest");
    String good = bench.received();
    bench.start(1);

    bench.await(gone, ExamStatus.ERROR);
    bench.await(good, ExamStatus.QUEUED);
    assertThat(bench.reason(gone)).contains("send it again");
  }

  @Test
  void aTruncatedFileIsAnError() throws Exception {
    String uid = bench.withoutFile("chest");
    byte[] whole = Files.readAllBytes(Path.of("../testdata/ro/olteanu_torace_1.dcm"));
    Files.write(bench.directory.dicomFile(uid), Arrays.copyOf(whole, whole.length / 2));
    bench.start(1);

    bench.await(uid, ExamStatus.ERROR);
  }

  @Test
  void nothingIsJudgedWhileTheImagesFolderIsGone() throws Exception {
    String uid = bench.received();
    Path images = bench.directory.images();
    Path elsewhere = Files.move(images, images.resolveSibling("elsewhere"));
    PictureStage stage = bench.start(1);
    PictureBench.await(() -> stage.trouble().isPresent());
    assertThat(stage.trouble().orElseThrow()).contains("the images folder cannot be read");
    assertThat(bench.status(uid)).isEqualTo(ExamStatus.NONE);

    Files.move(elsewhere, images);

    bench.await(uid, ExamStatus.QUEUED);
  }

  @Test
  void nothingIsJudgedWhileAnotherFolderStandsInItsPlace() throws Exception {
    AtomicBoolean mounted = new AtomicBoolean();
    String uid = bench.received();
    Path images = bench.directory.images();
    ExamStore store =
        bench.storeWith(
            method -> {
              if (method.equals("region") && mounted.compareAndSet(false, true)) {
                replace(images);
              }
            });
    PictureStage stage = bench.start(1, store);
    PictureBench.await(() -> stage.trouble().isPresent());
    assertThat(stage.trouble().orElseThrow()).contains("mounted");
    assertThat(bench.status(uid)).isEqualTo(ExamStatus.NONE);

    Files.move(images, images.resolveSibling("shadow"));
    Files.move(images.resolveSibling("elsewhere"), images);

    bench.await(uid, ExamStatus.QUEUED);
  }

  /** As when the mount is lost: an empty folder, into which new files come. */
  private static void replace(Path images) {
    try {
      Files.move(images, images.resolveSibling("elsewhere"));
      Files.createDirectory(images);
      Files.writeString(images.resolve("1.2.4.png"), "readable");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anErrorWhileDecodingIsTheExamsAndTheThreadGoesOn() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    bench.beforeDecoding(
        () -> {
          switch (calls.getAndIncrement()) {
            case 0 -> throw new NoClassDefFoundError("a codec");
            case 1 -> throw new InternalError("a fault occurred in an unsafe memory access");
            case 2 -> throw new AssertionError();
            default -> {}
          }
        });
    List<String> bad = List.of(bench.receivedInRle(), bench.receivedInRle(), bench.receivedInRle());
    String good = bench.receivedInRle();
    bench.start(1);

    bench.await(good, ExamStatus.QUEUED);
    for (String uid : bad) {
      bench.await(uid, ExamStatus.ERROR);
    }
    assertThat(bench.reason(bad.get(0))).contains("NoClassDefFoundError");
    assertThat(bench.reason(bad.get(1))).contains("disk");
    assertThat(bench.incoming()).isEmpty();
  }

  /** A decoder gives a picture up that takes too long; a machine with less to do may make it. */
  @Test
  void aPictureThatTookTooLongIsAnErrorThatSaysSoAndIsMadeWhereItIsTriedAgain() throws Exception {
    AtomicBoolean busy = new AtomicBoolean(true);
    String why = "decoding was given up after the 65 seconds that a picture of this size may take";
    bench.beforeDecoding(
        () -> {
          if (busy.get()) {
            throw new DicomException(why);
          }
        });
    String slow = bench.receivedInRle();
    PictureStage stage = bench.start(1);
    bench.await(slow, ExamStatus.ERROR);
    assertThat(bench.reason(slow)).contains(why);

    busy.set(false);
    assertThat(bench.store.retry(slow, Instant.now())).isTrue();
    stage.wake();

    bench.await(slow, ExamStatus.QUEUED);
    assertThat(stage.picture(slow)).isPresent();
  }

  @Test
  void whoRunsOutOfMemoryIsTriedOnceMore() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    bench.beforeDecoding(
        () -> {
          if (calls.getAndIncrement() != 1) {
            throw new OutOfMemoryError("not really");
          }
        });
    String once = bench.receivedInRle();
    bench.start(1);
    bench.await(once, ExamStatus.QUEUED);

    String always = bench.receivedInRle();

    bench.await(always, ExamStatus.ERROR);
    assertThat(calls).hasValue(4);
    assertThat(bench.reason(always)).contains("OutOfMemoryError");
  }

  @Test
  void theSecondTryAfterOutOfMemoryHasNobodyBesideIt() throws Exception {
    AtomicInteger firstTries = new AtomicInteger();
    CountDownLatch allInside = new CountDownLatch(3);
    Semaphore alone = new Semaphore(1);
    AtomicBoolean disturbed = new AtomicBoolean();
    bench.beforeDecoding(
        () -> {
          if (firstTries.incrementAndGet() <= 3) {
            awaitAll(allInside);
            throw new OutOfMemoryError("not really");
          }
          if (!alone.tryAcquire()) {
            disturbed.set(true);
            return;
          }
          // Long enough for the others to come in, if they may.
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
          alone.release();
        });
    List<String> uids =
        List.of(bench.receivedInRle(), bench.receivedInRle(), bench.receivedInRle());
    bench.start(3);

    for (String uid : uids) {
      bench.await(uid, ExamStatus.QUEUED);
    }
    assertThat(disturbed).isFalse();
  }

  private static void awaitAll(CountDownLatch latch) {
    latch.countDown();
    awaitOpen(latch);
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
