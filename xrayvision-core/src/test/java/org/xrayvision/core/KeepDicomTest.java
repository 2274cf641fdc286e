/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.spi.VisionAnswer;

/** When a DICOM file goes, and when it stays. */
@Timeout(180)
class KeepDicomTest {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final Path CHEST = TESTDATA.resolve("ro/olteanu_torace_1.dcm");
  private static final Path OTHER_CHEST = TESTDATA.resolve("ro/muller_latin1_resident.dcm");
  private static final Path NOT_DECODED = TESTDATA.resolve("bad/rle_bad_offset.dcm");

  @TempDir Path root;
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  private XRayVision start(boolean keepDicom) {
    IngestOptions site = IngestOptions.defaults();
    IngestOptions options =
        new IngestOptions(
            site.sopClasses(),
            site.modalities(),
            site.fallbackCharacterSet(),
            site.timeZone(),
            keepDicom,
            0,
            0,
            site.sources());
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(root.resolve("data"))
            .ingestOptions(options)
            .visionModel(
                request -> {
                  awaitOpen(mayAnswer);
                  return VisionAnswer.of("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal.");
                })
            .build();
    engine.start();
    return engine;
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ingest(XRayVision engine, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      IngestResult result = engine.ingest(in);
      assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.STORED);
      return String.valueOf(result.uid());
    }
  }

  /** The same UID with another patient's initial. */
  private static void ingestConflicting(XRayVision engine) throws IOException {
    byte[] bytes = Files.readAllBytes(CHEST);
    byte[] name = "Olteanu".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length - name.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i] = 'U';
      }
    }
    assertThat(engine.ingest(new ByteArrayInputStream(bytes)).outcome())
        .isEqualTo(Outcome.CONFLICT);
  }

  /** An exam whose picture cannot be written, and which so stays `none`. */
  private void blockPicture(String uid) throws IOException {
    Files.createDirectories(images().resolve(uid + ".png").resolve("in the way"));
  }

  private Path images() {
    return root.resolve("data").resolve("images");
  }

  private Path dicom(String uid) {
    return images().resolve(uid + ".dcm");
  }

  private static void await(XRayVision engine, String uid, ExamStatus status) throws Exception {
    await(() -> engine.exam(uid).orElseThrow().exam().status() == status);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private String uidOf(Path file) throws IOException {
    try (var dicom = DicomFile.open(file)) {
      return dicom.dataSet().string(Tag.SOPInstanceUID).orElseThrow();
    }
  }

  @Test
  void aFileGoesWhenItsExamIsDone() throws Exception {
    try (XRayVision engine = start(false)) {
      String uid = ingest(engine, CHEST);
      await(() -> engine.picture(uid).isPresent());
      assertThat(dicom(uid)).exists();

      mayAnswer.countDown();

      await(() -> !Files.exists(dicom(uid)));
      assertThat(engine.exam(uid).orElseThrow().exam().status()).isEqualTo(ExamStatus.DONE);
    }
  }

  @Test
  void theFileOfAConflictAndThatOfAnErrorStay() throws Exception {
    try (XRayVision engine = start(false)) {
      String conflict = ingest(engine, CHEST);
      ingestConflicting(engine);
      String error = ingest(engine, NOT_DECODED);
      await(engine, error, ExamStatus.ERROR);
      mayAnswer.countDown();
      await(engine, conflict, ExamStatus.DONE);

      String later = ingest(engine, OTHER_CHEST);

      // Events are told in order: with this file gone, the others have been decided upon.
      await(() -> !Files.exists(dicom(later)));
      assertThat(dicom(conflict)).exists();
      assertThat(dicom(error)).exists();
    }
  }

  @Test
  void whatWasLeftIsSweptAtTheNextStartAndTheRestStays() throws Exception {
    mayAnswer.countDown();
    String waiting = uidOf(TESTDATA.resolve("ts/cr_rle.dcm"));
    String done;
    String conflict;
    String error;
    try (XRayVision engine = start(true)) {
      blockPicture(waiting);
      assertThat(ingest(engine, TESTDATA.resolve("ts/cr_rle.dcm"))).isEqualTo(waiting);
      conflict = ingest(engine, CHEST);
      ingestConflicting(engine);
      done = ingest(engine, OTHER_CHEST);
      error = ingest(engine, NOT_DECODED);
      await(engine, conflict, ExamStatus.DONE);
      await(engine, done, ExamStatus.DONE);
      await(engine, error, ExamStatus.ERROR);
      assertThat(dicom(done)).exists();
    }

    try (XRayVision engine = start(false)) {
      await(() -> !Files.exists(dicom(done)));
      assertThat(engine.exam(waiting).orElseThrow().exam().status()).isEqualTo(ExamStatus.NONE);
    }

    assertThat(dicom(conflict)).exists();
    assertThat(dicom(error)).exists();
    assertThat(dicom(waiting)).exists();
  }

  @Test
  void whatTheStartFoundIsTold() throws Exception {
    try (XRayVision engine = start(false)) {
      assertThat(engine.recovery())
          .hasValue(new RecoveryResult(List.of(), 0, List.of(), List.of()));
    }
    Files.writeString(images().resolve("Popescu.dcm"), "no DICOM");
    Files.writeString(images().resolve("1.2.3.dcm"), "no DICOM either");
    Files.writeString(images().resolveSibling("incoming").resolve("a.part"), "half");

    try (XRayVision engine = start(false)) {
      RecoveryResult found = engine.recovery().orElseThrow();
      assertThat(found.foreign()).extracting(Path::getFileName).hasToString("[Popescu.dcm]");
      assertThat(found.unreadable()).hasSize(1);
      assertThat(found.partsDeleted()).isEqualTo(1);
    }
  }
}
