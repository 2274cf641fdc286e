/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.dicom.DicomDoor;
import org.xrayvision.server.metrics.ServerMetrics;
import org.xrayvision.simulator.dicom.RawAssociation;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionModel;

/**
 * Every file of the test data, good and hostile, through a real association and through {@code
 * ingest}: what becomes of it is what its manifest allows, and the next good file is stored as
 * usual.
 */
final class EveryFileIT {
  /**
   * Defined by the Standard, and without a decoder here: High-Throughput JPEG 2000, of which none
   * is on Maven Central, and deflated frames, which are for segmentations. Refused as a context,
   * kept as an error by {@code ingest}.
   */
  private static final Set<String> UNDECODABLE =
      Set.of("1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.8.1");

  /**
   * Where the manifest's STORE cannot be. The first declares one byte more for its
   * SeriesDescription than it has, so that every element after it lies askew and DCMTK cannot read
   * it either; sound objects with such text are tested beside the header reader. The second has no
   * PixelData.
   */
  private static final Map<String, TestFile.Outcome> BETTER_KNOWN =
      Map.of(
          "bad/name_crlf_ansi.dcm", TestFile.Outcome.REFUSED,
          "real/cr_charset_korean_IR149.dcm", TestFile.Outcome.STORE_NOIMG);

  @TempDir private static Path temp;
  private static XRayVision byWire;
  private static XRayVision byProgram;
  private static final ServerMetrics METRICS = new ServerMetrics();
  private static DicomDoor door;
  private static SmallImages goodOnes;
  private static String said = "";

  @BeforeAll
  static void start() throws IOException {
    goodOnes = new SmallImages();
    byWire = engine(temp.resolve("wire"));
    byProgram = engine(temp.resolve("program"));
    door =
        new DicomDoor(
            ConfigurationLoader.load(
                    new ConfigurationSources(
                        temp,
                        null,
                        false,
                        Map.of(),
                        List.of(new ConfigurationSources.Option("--dicom-port", "AE_PORT", "0"))))
                .dicom(),
            byWire,
            METRICS.dicom());
    door.start();
  }

  @AfterAll
  static void stop() {
    door.close();
    byWire.close();
    byProgram.close();
    METRICS.close();
  }

  static Stream<TestFile> files() throws IOException {
    List<TestFile> files = new ArrayList<>(Manifest.read(Path.of("../testdata")));
    String corpus = System.getenv("XRAYVISION_DICOM_CORPUS");
    if (corpus != null) {
      files.addAll(Manifest.read(Path.of(corpus)));
    }
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isTakenOrRefusedAsItsManifestSays(TestFile file) throws Exception {
    assertThat(file.path()).as("the manifest names a file that is not there").exists();
    TestFile.Announced announced = file.announced();
    Set<TestFile.Outcome> allowed = allowed(file);
    boolean undecodable = UNDECODABLE.contains(announced.transferSyntax());
    boolean storable = allowed.contains(TestFile.Outcome.STORE);

    TestFile.Outcome wire = store(announced);
    assertThat(wire)
        .as("through the association, which said: %s", said)
        .isIn(undecodable ? Set.of(TestFile.Outcome.REFUSED) : allowed);
    TestFile.Outcome program = ingest(file);
    assertThat(program)
        .as("through ingest")
        .isIn(undecodable && storable ? Set.of(TestFile.Outcome.STORE_NOIMG) : allowed);
    if (undecodable && storable) {
      assertThat(byProgram.exam(announced.sopInstance()).orElseThrow().exam().detail())
          .contains("transfer syntax " + announced.transferSyntax())
          .contains("cannot be decoded");
    }

    assertThat(store(good())).as("the next good file, sent").isEqualTo(TestFile.Outcome.STORE);
    TestFile.Announced next = good();
    assertThat(outcome(byProgram, byProgram.ingest(part10(next))))
        .as("the next good file, handed in")
        .isEqualTo(TestFile.Outcome.STORE);
  }

  @Test
  void nothingIsWrittenBesideTheStore() throws Exception {
    Set<String> expected = new TreeSet<>(Set.of("wire", "program"));
    try (Stream<Path> paths = Files.list(temp)) {
      assertThat(paths.map(path -> path.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(new HashSet<>(expected));
    }
  }

  private static Set<TestFile.Outcome> allowed(TestFile file) {
    String name = file.name().substring(file.name().indexOf('/') + 1);
    return BETTER_KNOWN.containsKey(name) ? Set.of(BETTER_KNOWN.get(name)) : file.allowed();
  }

  private static TestFile.Outcome store(TestFile.Announced announced) throws Exception {
    try (RawAssociation association =
        RawAssociation.open(
            door.port(),
            "EVERYFILE",
            "XRAYVISION",
            announced.sopClass(),
            announced.transferSyntax())) {
      Optional<Integer> context =
          association.context(announced.sopClass(), announced.transferSyntax());
      if (context.isEmpty()) {
        return TestFile.Outcome.REFUSED;
      }
      RawAssociation.Response response =
          association.store(
              context.get(), announced.sopClass(), announced.sopInstance(), announced.dataSet());
      association.release();
      said = String.format("%04X %s", response.status(), response.comment());
      return response.status() == 0
          ? outcome(byWire, announced.sopInstance())
          : TestFile.Outcome.REFUSED;
    }
  }

  private static TestFile.Outcome ingest(TestFile file) throws Exception {
    try (InputStream in = Files.newInputStream(file.path())) {
      return outcome(byProgram, byProgram.ingest(in));
    }
  }

  private static TestFile.Outcome outcome(XRayVision engine, IngestResult result) throws Exception {
    if (!result.isStored()) {
      assertThat(result.message()).isNotBlank();
      return TestFile.Outcome.REFUSED;
    }
    return outcome(engine, String.valueOf(result.uid()));
  }

  private static TestFile.Outcome outcome(XRayVision engine, String uid) throws Exception {
    Exam exam = settled(engine, uid).orElseThrow();
    boolean pictured = engine.picture(uid).isPresent();
    if (exam.status() == ExamStatus.ERROR) {
      assertThat(pictured).isFalse();
      assertThat(exam.detail()).isNotBlank();
      said = exam.detail();
      return TestFile.Outcome.STORE_NOIMG;
    }
    assertThat(pictured).isTrue();
    return TestFile.Outcome.STORE;
  }

  /** The exam, once its picture is made or given up. */
  private static Optional<Exam> settled(XRayVision engine, String uid) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    Optional<Exam> exam = engine.exam(uid).map(view -> view.exam());
    while (exam.isPresent() && exam.get().status() == ExamStatus.NONE && System.nanoTime() < end) {
      Thread.sleep(5);
      exam = engine.exam(uid).map(view -> view.exam());
    }
    return exam;
  }

  private static TestFile.Announced good() throws IOException {
    SmallImages.Instance instance = goodOnes.next();
    return new TestFile.Announced(
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        SOPClass.ComputedRadiographyImageStorage,
        instance.uid(),
        instance.dataSet());
  }

  private static InputStream part10(TestFile.Announced announced) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Part10.writeHeader(
        bytes, announced.transferSyntax(), announced.sopClass(), announced.sopInstance(), null);
    bytes.write(announced.dataSet());
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** An engine whose model is down: exams wait, and only the way to the picture is looked at. */
  private static XRayVision engine(Path data) {
    VisionModel down =
        request -> {
          throw TransientBackendException.outage("down for this test", (Duration) null);
        };
    IngestOptions defaults = IngestOptions.defaults();
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(data)
            .visionModel(down)
            .ingestOptions(
                new IngestOptions(
                    defaults.sopClasses(),
                    defaults.modalities(),
                    defaults.fallbackCharacterSet(),
                    defaults.timeZone(),
                    true,
                    0,
                    0,
                    defaults.sources()))
            .build();
    engine.start();
    return engine;
  }
}
