/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DicomFile;

/** What is wrong with an object or its sender costs one answer and leaves nothing behind. */
class IngestRefusalsTest extends IngestFixture {
  private static final String UID = "1.2.840.1.77";

  // ---- what is wrong with the object

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../1.2.3",
        "/etc/passwd",
        "1.2.3/../4",
        "1..2",
        ".1",
        "1.",
        "1.2\0.3",
        "1.2.a",
        "",
        "1.2\\1.3",
        "..",
        "1.2.３",
        "1.2345678901234567890123456789012345678901234567890123456789012345"
      })
  void announcedInstanceThatCannotBeOneTouchesNothing(String uid) throws IOException {
    IngestResult result =
        ingest.ingest(new ByteArrayInputStream(bytes(chest(UID).build())), EXPLICIT, CR, uid, DX1);
    assertRefused(result, Outcome.INVALID_SOP_INSTANCE);
    assertOnlyOurFiles();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../1.2.3",
        "/etc/passwd",
        "1..2",
        "1.2\0.3",
        "1.2.a",
        "1.2\\1.3",
        "1.2345678901234567890123456789012345678901234567890123456789012345"
      })
  void instanceInsideThatCannotBeOneTouchesNothing(String uid) {
    byte[] raw = uid.getBytes(StandardCharsets.ISO_8859_1);
    byte[] dataSet = bytes(chest(UID).setBytes(Tag.SOPInstanceUID, VR.UI, raw).build());
    assertRefused(bring(dataSet), Outcome.INVALID_SOP_INSTANCE);
    assertOnlyOurFiles();
  }

  private void assertOnlyOurFiles() {
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .allMatch(
              file ->
                  file.getFileName().toString().startsWith("xrayvision.db")
                      || file.getFileName().toString().equals("lock"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void otherInstanceThanAnnouncedIsRefused() {
    assertRefused(
        store("1.2.3", bytes(chest(UID).build())), Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
  }

  @Test
  void otherClassThanAnnouncedIsRefused() {
    byte[] dataSet =
        bytes(
            chest(UID)
                .set(Tag.SOPClassUID, SOPClass.DigitalXRayImageStorageForPresentation)
                .build());
    assertRefused(store(UID, dataSet), Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
  }

  @Test
  void fileWhoseMetaInformationNamesAnotherInstanceIsRefused() {
    assertRefused(
        bring(file("1.2.3", bytes(chest(UID).build()))), Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
  }

  @Test
  void dataSetWithoutInstanceIsRefused() {
    byte[] dataSet = bytes(chest(UID).remove(Tag.SOPInstanceUID).build());
    assertRefused(store(UID, dataSet), Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
  }

  @Test
  void classThatIsNotTakenIsRefused() throws IOException {
    DataSet dataSet = chest(UID).set(Tag.SOPClassUID, SOPClass.CTImageStorage).build();
    IngestResult result =
        ingest.ingest(
            new ByteArrayInputStream(bytes(dataSet)), EXPLICIT, SOPClass.CTImageStorage, UID, DX1);
    assertRefused(result, Outcome.SOP_CLASS_NOT_SUPPORTED);
    assertThat(result.message()).contains("CT Image Storage");
    assertThat(store.refusals(1).get(0).sopClassUid()).isEqualTo(SOPClass.CTImageStorage);
    assertThat(store.refusals(1).get(0).aeTitle()).isEqualTo("DX1");
  }

  @Test
  void modalityThatIsNotTakenIsRefused() {
    IngestResult result = store(UID, bytes(chest(UID).set(Tag.Modality, "OT").build()));
    assertRefused(result, Outcome.SOP_CLASS_NOT_SUPPORTED);
    assertThat(result.message()).contains("OT");
  }

  @Test
  void modalitiesOfASourceReplaceTheGeneralOnes() {
    SourceOptions source = new SourceOptions(null, Set.of("OT"), null, null);
    Ingest door = ingest(options(0, 0, Map.of("DX1", source)));
    assertThat(store(door, UID, bytes(chest(UID).set(Tag.Modality, "OT").build())).isStored())
        .isTrue();
    String other = newUid();
    assertThat(store(door, other, bytes(chest(other).build())).isStored()).isFalse();
  }

  @Test
  void missingModalityIsWhatTheClassImplies() {
    assertThat(store(UID, bytes(chest(UID).remove(Tag.Modality).build())).isStored()).isTrue();
    assertThat(store.exam(UID).orElseThrow().modality()).isEqualTo("CR");
  }

  @Test
  void unknownTransferSyntaxIsRefused() throws IOException {
    IngestResult result =
        ingest.ingest(
            new ByteArrayInputStream(bytes(chest(UID).build())), "1.2.3.4.5.6.7", CR, UID, DX1);
    assertRefused(result, Outcome.CANNOT_UNDERSTAND);
    assertThat(result.message()).contains("1.2.3.4.5.6.7");
  }

  @Test
  void transferSyntaxThatNobodyDecodesIsKeptForThePictureStageToJudge() throws IOException {
    String mpeg2 = "1.2.840.10008.1.2.4.100";
    byte[] dataSet = bytes(chest(UID).remove(Tag.PixelData).build());
    IngestResult result = ingest.ingest(new ByteArrayInputStream(dataSet), mpeg2, CR, UID, DX1);
    assertThat(result.outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void dataSetThatEndsInItsPixelsIsRefused() {
    byte[] whole = bytes(chest(UID).build());
    assertRefused(store(UID, Arrays.copyOf(whole, whole.length - 1)), Outcome.CANNOT_UNDERSTAND);
  }

  @Test
  void reasonOfARefusalHoldsNoPatient() {
    byte[] whole = bytes(chest(UID).build());
    for (int length = 0; length < whole.length; length += 97) {
      IngestResult result = store(UID, Arrays.copyOf(whole, length));
      assertThat(result.isStored()).isFalse();
      assertThat(result.message()).matches("[\\x20-\\x7E]{1,200}");
      assertThat(PATIENT_WORDS).noneMatch(result.message()::contains);
    }
    assertThat(images()).isEmpty();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void endlessStreamIsBounded() {
    // A data set that goes on with elements of a kilobyte for ever.
    byte[] start = bytes(DataSet.builder().set(Tag.SOPClassUID, CR).build());
    byte[] element = bytes(DataSet.builder().setBytes(0x00091001, VR.OB, new byte[1024]).build());
    IngestResult result = bring(Senders.endless(start, element));
    assertRefused(result, Outcome.CANNOT_UNDERSTAND);
  }

  private IngestResult bring(InputStream stream) {
    try {
      return ingest.ingest(stream, IngestSource.PROGRAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- what is wrong with the sender

  @Test
  void streamThatBreaksKeepsNothingAndTellsItsOwnException() {
    byte[] dataSet = bytes(chest(UID).build());
    IOException broken = new IOException("association aborted");
    for (int length : new int[] {0, 1, 100, 4000, dataSet.length}) {
      InputStream stream = Senders.breaking(Arrays.copyOf(dataSet, length), broken);
      assertThatThrownBy(() -> ingest.ingest(stream, EXPLICIT, CR, UID, DX1)).isSameAs(broken);
      InputStream file = Senders.breaking(Arrays.copyOf(file(UID, dataSet), length), broken);
      assertThatThrownBy(() -> ingest.ingest(file, IngestSource.PROGRAM)).isSameAs(broken);
    }
    assertThat(incoming()).isEmpty();
    assertThat(images()).isEmpty();
    assertThat(store.instance(UID)).isEmpty();
    assertThat(store(UID, dataSet).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void streamThatComesInDripsIsReadWhole() throws IOException {
    byte[] dataSet = bytes(chest(UID).build());
    InputStream drips = Senders.dripping(new ByteArrayInputStream(dataSet));
    assertThat(ingest.ingest(drips, EXPLICIT, CR, UID, DX1).outcome()).isEqualTo(Outcome.STORED);
    assertThat(store.instance(UID).orElseThrow().sha256()).isEqualTo(sha256(dataSet));
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(dataSet);
  }

  @Test
  void streamThatThrowsAnUncheckedExceptionIsOurFaultAndLeavesNothing() throws IOException {
    InputStream faulty =
        Senders.of(
            new byte[0],
            (target, offset, length) -> {
              throw new IllegalStateException("Olteanu Maria");
            });
    IngestResult result = ingest.ingest(faulty, EXPLICIT, CR, UID, DX1);
    assertRefused(result, Outcome.PROCESSING_FAILURE);
    assertThat(result.message()).contains("IllegalStateException").doesNotContain("Olteanu");
  }

  @Test
  void headerThatAPluginFailsOnIsOurFaultAndLeavesNothing() {
    Ingest door = ingest(options(0, 0), IngestFixture::failsOnStrangeIds);
    byte[] dataSet = bytes(chest(UID).set(Tag.PatientID, "strange").build());
    assertRefused(store(door, UID, dataSet), Outcome.PROCESSING_FAILURE);
    assertThat(store(UID, dataSet).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void senderWithAHostileTitleIsNobody() throws IOException {
    IngestSource source = new IngestSource("DX\n1\\'; DROP", "192.0.2.7:104");
    byte[] dataSet = bytes(chest(UID).build());
    assertThat(
            ingest.ingest(new ByteArrayInputStream(dataSet), EXPLICIT, CR, UID, source).isStored())
        .isTrue();
    try (DicomFile file = DicomFile.open(directory.dicomFile(UID))) {
      assertThat(file.fileMeta().contains(Tag.SourceApplicationEntityTitle)).isFalse();
    }
  }
}
