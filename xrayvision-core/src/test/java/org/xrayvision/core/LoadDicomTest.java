/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.spi.VisionAnswer;

/** The DICOM files of the data directory, offered once more. */
@Timeout(180)
class LoadDicomTest {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final Path CHEST = TESTDATA.resolve("ro/olteanu_torace_1.dcm");
  private static final Path OTHER_CHEST = TESTDATA.resolve("ro/muller_latin1_resident.dcm");
  private static final Path NOT_DECODED = TESTDATA.resolve("bad/rle_bad_offset.dcm");

  @TempDir Path root;

  private XRayVision start() {
    IngestOptions site = IngestOptions.defaults();
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(root)
            .ingestOptions(
                new IngestOptions(
                    site.sopClasses(),
                    site.modalities(),
                    site.fallbackCharacterSet(),
                    site.timeZone(),
                    true,
                    0,
                    0,
                    site.sources()))
            .visionModel(request -> VisionAnswer.of("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal."))
            .build();
    engine.start();
    return engine;
  }

  private Path images() {
    return root.resolve("images");
  }

  private static String ingest(XRayVision engine, Path file, ExamStatus becomes) throws Exception {
    String uid = String.valueOf(engine.ingest(file).uid());
    await(engine, uid, becomes);
    return uid;
  }

  private static void await(XRayVision engine, String uid, ExamStatus status) throws Exception {
    while (engine.exam(uid).orElseThrow().exam().status() != status) {
      Thread.sleep(10);
    }
  }

  /** The same UID with another patient's initial. */
  private static byte[] conflicting() throws IOException {
    byte[] bytes = Files.readAllBytes(CHEST);
    byte[] name = "Olteanu".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length - name.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i] = 'U';
      }
    }
    return bytes;
  }

  private Map<String, Integer> files() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(images())) {
      for (Path file : all.filter(path -> path.toString().endsWith(".dcm")).toList()) {
        files.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void whatIsThereStaysAsItIsHoweverOften() throws Exception {
    try (XRayVision engine = start()) {
      ingest(engine, CHEST, ExamStatus.DONE);
      ingest(engine, OTHER_CHEST, ExamStatus.DONE);
      engine.ingest(new ByteArrayInputStream(conflicting()));
      Map<String, Integer> before = files();
      assertThat(before).hasSize(3);
      long seq = engine.lastSeq();

      assertThat(engine.loadDicom()).isEqualTo(new LoadResult(0, 0, 3, 0));
      assertThat(engine.loadDicom().files()).isEqualTo(3);

      assertThat(files()).isEqualTo(before);
      assertThat(engine.lastSeq()).isEqualTo(seq);
      assertThat(engine.refusals(10)).isEmpty();
    }
  }

  @Test
  void anExamInErrorIsTriedAgain() throws Exception {
    try (XRayVision engine = start()) {
      String uid = ingest(engine, NOT_DECODED, ExamStatus.ERROR);

      assertThat(engine.loadDicom()).isEqualTo(new LoadResult(0, 1, 0, 0));

      await(engine, uid, ExamStatus.ERROR);
      assertThat(engine.journal(uid))
          .extracting(ExamEvent::kind)
          .containsExactly("received", "error", "received", "error");
    }
  }

  @Test
  void filesThatAPersonPutThereAreTakenWhateverTheirNames() throws Exception {
    try (XRayVision engine = start()) {
      Path folder = Files.createDirectories(images().resolve("from the old disk"));
      Files.copy(CHEST, folder.resolve("Popescu.DCM"));
      Files.copy(OTHER_CHEST, images().resolve("second.dcm"));
      Files.writeString(images().resolve("third.dcm"), "no DICOM");
      Files.createSymbolicLink(images().resolve("link.dcm"), CHEST.toAbsolutePath());

      assertThat(engine.loadDicom()).isEqualTo(new LoadResult(2, 0, 0, 1));
      assertThat(engine.exams(ExamQuery.all(1, 10)).total()).isEqualTo(2);

      // The two, and the copies that are theirs now.
      assertThat(engine.loadDicom()).isEqualTo(new LoadResult(0, 0, 4, 1));
    }
  }

  @Test
  void aFileThatIsNotWhatWasReceivedIsCountedAndLeftAlone() throws Exception {
    try (XRayVision engine = start()) {
      String uid = ingest(engine, CHEST, ExamStatus.DONE);
      Files.write(images().resolve(uid + ".dcm"), conflicting());
      Map<String, Integer> before = files();

      assertThat(engine.loadDicom()).isEqualTo(new LoadResult(0, 0, 0, 1));

      assertThat(files()).isEqualTo(before);
      assertThat(engine.exam(uid).orElseThrow().exam().conflict()).isFalse();
    }
  }

  @Test
  void itEndsWithTheEngine() throws Exception {
    XRayVision engine = start();
    ingest(engine, CHEST, ExamStatus.DONE);
    engine.close();

    assertThatThrownBy(engine::loadDicom).isInstanceOf(InterruptedException.class);
  }

  @Test
  void arrivingObjectsGoFirst() throws Exception {
    try (XRayVision engine = start()) {
      for (Path file : List.of(CHEST, OTHER_CHEST)) {
        ingest(engine, file, ExamStatus.DONE);
      }
      HeldStream held = new HeldStream(Files.readAllBytes(TESTDATA.resolve("ts/cr_rle.dcm")));
      Thread sender = new Thread(() -> send(engine, held), "sender");
      sender.start();
      held.reached.await();
      Thread loader = new Thread(() -> load(engine), "loader");
      loader.start();
      loader.join(300);
      assertThat(loader.isAlive()).as("waits for the object at the door").isTrue();

      held.released.countDown();

      loader.join();
      sender.join();
    }
  }

  private static void send(XRayVision engine, HeldStream stream) {
    try {
      engine.ingest(stream);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void load(XRayVision engine) {
    try {
      engine.loadDicom();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A sender that stops after the first kilobyte. */
  private static final class HeldStream extends FilterInputStream {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private int left = 1024;

    HeldStream(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        reached.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return super.read(buffer, offset, length);
      }
      int read = super.read(buffer, offset, Math.min(left, length));
      left -= read;
      return read;
    }
  }
}
