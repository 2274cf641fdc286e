/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Sex;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.spi.VisionAnswer;

/** Pictures that the embedding program has decoded itself. */
@Timeout(60)
class DecodedPictureTest {
  private static final String UID = "1.2.3.4";
  private static final int COLUMNS = 31;
  private static final int ROWS = 21;

  @TempDir private Path folder;
  private XRayVision engine;

  @BeforeEach
  void start() {
    IngestOptions site = IngestOptions.defaults();
    engine =
        XRayVision.builder()
            .dataDirectory(folder)
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
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static ExamMetadata.Builder metadata() {
    return ExamMetadata.builder(UID, "CR")
        .studyInstanceUid("1.2.3")
        .seriesInstanceUid("1.2.3.1")
        .patientId("P-1")
        .patientName("Ștefănescu^Ana")
        .patientBirthDate(LocalDate.of(1980, 2, 29))
        .patientSex(Sex.F)
        .protocolName("Torace PA")
        .acquired(LocalDateTime.of(2026, 3, 4, 5, 6, 7));
  }

  /** From black at the left to white at the right. */
  private static byte[] ramp() {
    byte[] pixels = new byte[COLUMNS * ROWS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % COLUMNS * 255 / (COLUMNS - 1));
    }
    return pixels;
  }

  private static short[] ramp16(int most) {
    short[] pixels = new short[COLUMNS * ROWS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (i % COLUMNS * most / (COLUMNS - 1));
    }
    return pixels;
  }

  private BufferedImage pictureOf(DecodedPicture picture, ExamMetadata metadata) throws Exception {
    AnalysisResult result = engine.analyze(picture, metadata, Duration.ofSeconds(50));
    assertThat(result.outcome()).isEqualTo(AnalysisResult.Outcome.DONE);
    return ImageIO.read(engine.picture(metadata.sopInstanceUid()).orElseThrow().toFile());
  }

  private static int grey(BufferedImage image, int x) {
    return image.getRaster().getSample(x * image.getWidth() / COLUMNS, image.getHeight() / 2, 0);
  }

  @Test
  void whatIsKnownOfThePictureIsKnownOfTheExam() throws Exception {
    DecodedPicture picture = DecodedPicture.of8Bit(ramp(), COLUMNS, ROWS);

    Exam exam = engine.analyze(picture, metadata().build(), Duration.ofSeconds(50)).exam().exam();

    assertThat(exam.uid()).isEqualTo(UID);
    assertThat(exam.patient().patientId()).isEqualTo("P-1");
    assertThat(exam.patient().name()).isEqualTo("Ștefănescu Ana");
    assertThat(exam.patient().birthDate()).isEqualTo(LocalDate.of(1980, 2, 29));
    assertThat(exam.patient().sex()).isEqualTo(Sex.F);
    assertThat(exam.created()).isEqualTo(LocalDateTime.of(2026, 3, 4, 5, 6, 7));
    assertThat(exam.protocol()).isEqualTo("Torace PA");
    assertThat(exam.region()).isEqualTo("chest");
    assertThat(exam.projection()).isEqualTo("frontal");
    assertThat(exam.modality()).isEqualTo("CR");
    assertThat(exam.studyUid()).isEqualTo("1.2.3");
    assertThat(exam.seriesUid()).isEqualTo("1.2.3.1");
  }

  @Test
  void eightBitPixelsOfAnOddNumberKeepTheirPlaces() throws Exception {
    BufferedImage image =
        pictureOf(DecodedPicture.of8Bit(ramp(), COLUMNS, ROWS), metadata().build());

    assertThat(image.getWidth() * ROWS).isEqualTo(image.getHeight() * COLUMNS);
    assertThat(grey(image, 2)).isLessThan(grey(image, 15)).isLessThan(60);
    assertThat(grey(image, 28)).isGreaterThan(grey(image, 15)).isGreaterThan(190);
  }

  @Test
  void ofMonochrome1ZeroIsWhite() throws Exception {
    DecodedPicture picture = DecodedPicture.of16Bit(ramp16(4095), COLUMNS, ROWS, 12);

    BufferedImage image = pictureOf(picture.asMonochrome1(), metadata().build());

    assertThat(grey(image, 2)).isGreaterThan(190);
    assertThat(grey(image, 28)).isLessThan(60);
  }

  @Test
  void theFullRangeOfSixteenBitsIsUnsigned() throws Exception {
    DecodedPicture picture = DecodedPicture.of16Bit(ramp16(65_535), COLUMNS, ROWS, 16);

    BufferedImage image = pictureOf(picture, metadata().build());

    assertThat(grey(image, 2)).isLessThan(60);
    assertThat(grey(image, 28)).isGreaterThan(190);
  }

  @Test
  void theKeptFileIsADicomFileLikeAnyOther() throws Exception {
    engine.ingest(DecodedPicture.of8Bit(ramp(), COLUMNS, ROWS), metadata().build());

    try (DicomFile file = DicomFile.open(folder.resolve("images").resolve(UID + ".dcm"))) {
      assertThat(file.dataSet().string(Tag.SOPClassUID))
          .hasValue(SOPClass.ComputedRadiographyImageStorage);
      assertThat(file.dataSet().string(Tag.PatientName)).hasValue("Ștefănescu^Ana");
      try (InputStream pixels =
          file.dataSet().element(Tag.PixelData).orElseThrow().bulk().orElseThrow().open()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pixels.transferTo(bytes);
        assertThat(Arrays.copyOf(bytes.toByteArray(), COLUMNS * ROWS)).isEqualTo(ramp());
      }
    }
  }

  @Test
  void theSamePictureIsKnownAgainAndAnotherIsAConflict() {
    DecodedPicture picture = DecodedPicture.of8Bit(ramp(), COLUMNS, ROWS);
    byte[] other = ramp();
    other[0] = 77;

    assertThat(engine.ingest(picture, metadata().build()).outcome()).isEqualTo(Outcome.STORED);
    assertThat(engine.ingest(picture, metadata().build()).outcome())
        .isEqualTo(Outcome.ALREADY_STORED);
    assertThat(
            engine
                .ingest(DecodedPicture.of8Bit(other, COLUMNS, ROWS), metadata().build())
                .outcome())
        .isEqualTo(Outcome.CONFLICT);
    assertThat(engine.exam(UID).orElseThrow().exam().conflict()).isTrue();
  }

  @Test
  void aModalityThatIsNotTakenIsRefusedAtTheSameDoor() throws Exception {
    ExamMetadata ultrasound = ExamMetadata.builder(UID, "US").build();
    DecodedPicture picture = DecodedPicture.of8Bit(ramp(), COLUMNS, ROWS);

    AnalysisResult result = engine.analyze(picture, ultrasound, Duration.ofSeconds(50));

    assertThat(result.outcome()).isEqualTo(AnalysisResult.Outcome.REFUSED);
    assertThat(result.ingested().outcome()).isEqualTo(Outcome.SOP_CLASS_NOT_SUPPORTED);
    assertThat(engine.refusals(10)).hasSize(1);
  }

  @Test
  void aFileOnDiskIsTakenByItsPath() throws IOException {
    IngestResult result = engine.ingest(Path.of("../testdata/ro/olteanu_torace_1.dcm"));

    assertThat(result.outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void thePixelsAreCopied() throws Exception {
    byte[] pixels = ramp();
    DecodedPicture picture = DecodedPicture.of8Bit(pixels, COLUMNS, ROWS);
    Arrays.fill(pixels, (byte) 255);

    assertThat(grey(pictureOf(picture, metadata().build()), 2)).isLessThan(60);
  }

  @Test
  void allThatIsWrongWithAPictureIsListed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodedPicture.of16Bit(new short[5], 0, 70_000, 17))
        .withMessageContaining("columns must be 1 to 65535, not 0")
        .withMessageContaining("rows must be 1 to 65535, not 70000")
        .withMessageContaining("there are 5 pixels")
        .withMessageContaining("bitsStored must be 1 to 16, not 17");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodedPicture.of16Bit(new short[] {4095, 4096}, 2, 1, 12))
        .withMessageContaining("above 4095");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodedPicture.of8Bit(new byte[1], 65_535, 65_535))
        .withMessageContaining("limit of 100000000 pixels");
  }

  @Test
  void allThatIsWrongWithTheMetadataIsListedWithoutItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ExamMetadata.builder("../../x", "??")
                    .studyInstanceUid("1..2")
                    .seriesInstanceUid("a")
                    .patientId("Popescu\\1")
                    .patientName("Popescu\n^Ion")
                    .patientBirthDate(LocalDate.of(1700, 1, 1))
                    .protocolName("Popescu".repeat(10))
                    .bodyPartExamined("chest")
                    .imageLaterality("X")
                    .acquired(LocalDateTime.of(1800, 1, 1, 0, 0))
                    .build())
        .withMessageContainingAll(
            "sopInstanceUid is",
            "modality is",
            "sopClassUid is missing",
            "studyInstanceUid is",
            "seriesInstanceUid is",
            "patientId has",
            "patientName has",
            "patientBirthDate is",
            "protocolName is longer",
            "bodyPartExamined is",
            "imageLaterality is",
            "acquired is")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Popescu"));
  }
}
