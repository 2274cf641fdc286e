/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.codecs.Codecs;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/** A real directory, a real database, and a picture stage between them. */
final class PictureBench implements AutoCloseable {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final Path NATIVE = TESTDATA.resolve("ro/olteanu_torace_1.dcm");
  private static final Path RLE = TESTDATA.resolve("ts/cr_rle.dcm");

  final DataDirectory directory;
  final ExamStore store;
  private ImagePreparer preparer = ImagePreparer.withBuiltInCodecs();
  private Runnable onQueued = () -> {};
  private @Nullable PictureStage stage;
  private int exams;

  PictureBench(Path root) {
    directory = DataDirectory.open(root);
    store = SqliteExamStore.open(directory.database(), StoreOptions.defaults(directory.backup()));
  }

  /** What is done to a frame before, or instead of, decoding it. */
  interface BeforeDecoding {
    void run() throws DicomException;
  }

  /** RLE frames meet this first; anything else is decoded as ever. */
  void beforeDecoding(BeforeDecoding before) {
    FrameDecoder real =
        Codecs.decoders().stream()
            .filter(one -> one.transferSyntaxes().contains(TransferSyntax.RLE_LOSSLESS.uid()))
            .findFirst()
            .orElseThrow();
    FrameDecoder decoder =
        new FrameDecoder() {
          @Override
          public Set<String> transferSyntaxes() {
            return Set.of(TransferSyntax.RLE_LOSSLESS.uid());
          }

          @Override
          public Frame decode(String syntax, ByteBuffer encoded, ImagePixel pixel)
              throws DicomException {
            before.run();
            return real.decode(syntax, encoded, pixel);
          }
        };
    preparer = new ImagePreparer(FrameDecoders.of(List.of(decoder)));
  }

  void onQueued(Runnable told) {
    onQueued = told;
  }

  PictureStage start(int threads) {
    return start(threads, store);
  }

  PictureStage start(int threads, ExamStore asked) {
    PictureStage made =
        new PictureStage(
            directory,
            asked,
            preparer,
            "chest"::equals,
            threads,
            () -> false,
            StageMeter.none(),
            onQueued,
            new Setbacks(Duration.ofMillis(1), Duration.ofMillis(8), System::nanoTime));
    stage = made;
    made.start();
    return made;
  }

  /** The exam of a file that is there; each was received a second after the one before. */
  String received() throws IOException {
    Files.copy(NATIVE, directory.dicomFile(nextUid()));
    return withoutFile("chest");
  }

  /** The same in a syntax that {@link #beforeDecoding} watches. */
  String receivedInRle() throws IOException {
    Files.copy(RLE, directory.dicomFile(nextUid()));
    return withoutFile("chest");
  }

  /** An exam whose file cannot be read, whoever tries. */
  String unreadable() throws IOException {
    Files.createDirectory(directory.dicomFile(nextUid()));
    return withoutFile("chest");
  }

  /** Puts a file that can be read in the place of one that could not. */
  void mend(String uid) throws IOException {
    Path copy = Files.copy(NATIVE, directory.incoming().resolve("whole"));
    Files.delete(directory.dicomFile(uid));
    Files.move(copy, directory.dicomFile(uid));
  }

  /** The file comes before the row, as in the engine. */
  private String nextUid() {
    return "1.2.3." + (exams + 1);
  }

  String withoutFile(String region) {
    String uid = nextUid();
    int n = ++exams;
    store.add(
        new NewExam(
            uid,
            new Patient("P1", null, "POP Ana", null, null),
            LocalDateTime.of(2026, 3, 1, 8, 0),
            "Torace",
            region,
            "frontal",
            "CR",
            "1.2.3.500." + n,
            "1.2.3.600." + n,
            null,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            "00",
            1,
            "CR1",
            Set.of(),
            Instant.parse("2026-03-02T12:00:00Z").plusSeconds(n)));
    return uid;
  }

  /** The store, but that something may happen before a method does its work. */
  ExamStore storeWith(BeforeMethod before) {
    return (ExamStore)
        Proxy.newProxyInstance(
            ExamStore.class.getClassLoader(),
            new Class<?>[] {ExamStore.class},
            (proxy, method, arguments) -> {
              before.run(method.getName());
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** What happens before a method of the store does its work. */
  interface BeforeMethod {
    void run(String method);
  }

  Path mark(String uid, int deaths) throws IOException {
    return Files.write(mark(uid), new byte[deaths]);
  }

  Path mark(String uid) {
    return directory.incoming().resolve(uid + Marks.SUFFIX);
  }

  List<String> incoming() {
    try (Stream<Path> files = Files.list(directory.incoming())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExamStatus status(String uid) {
    return store.exam(uid).map(Exam::status).orElseThrow();
  }

  /** Why an exam is where it is. */
  String reason(String uid) {
    List<ExamEvent> journal = store.journal(uid);
    return String.valueOf(journal.get(journal.size() - 1).payload().get("reason"));
  }

  void await(String uid, ExamStatus status) throws InterruptedException {
    await(() -> status(uid) == status);
  }

  /** Waits until it is so; a test's time-out ends it. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
    store.close();
    directory.close();
  }
}
