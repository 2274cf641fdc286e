/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DicomFile;

class IngestTest extends IngestFixture {
  private static final String UID = "1.2.840.1.77";

  @Test
  void acceptedObjectIsAFileAnExamAndACall() throws IOException {
    byte[] dataSet = bytes(chest(UID).build());
    IngestResult result = store(UID, dataSet);
    assertThat(result.outcome()).isEqualTo(Outcome.STORED);
    assertThat(result.uid()).isEqualTo(UID);
    assertThat(images()).containsExactly(UID + ".dcm");
    assertThat(incoming()).isEmpty();
    assertThat(told).containsExactly(UID);
    assertThat(store.refusals(10)).isEmpty();
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(dataSet);
    assertThat(store.instance(UID).orElseThrow())
        .satisfies(
            stored -> {
              assertThat(stored.status()).isEqualTo(ExamStatus.NONE);
              assertThat(stored.sha256()).isEqualTo(sha256(dataSet));
              assertThat(stored.length()).isEqualTo(dataSet.length);
              assertThat(stored.conflict()).isFalse();
            });
  }

  @Test
  void examHoldsWhatTheHeaderSays() {
    store(UID, bytes(chest(UID).build()));
    Exam exam = store.exam(UID).orElseThrow();
    assertThat(exam.patient().name()).isEqualTo("Olteanu Maria");
    assertThat(exam.patient().birthDate()).isEqualTo("1951-08-19");
    assertThat(exam.region()).isEqualTo("chest");
    assertThat(exam.projection()).isEqualTo("frontal");
    assertThat(exam.created()).isEqualTo("2024-06-30T10:15:00");
    assertThat(exam.received()).isEqualTo(NOW);
    assertThat(exam.studyUid()).isEqualTo("1.2.40");
  }

  @Test
  void fileMetaInformationIsOurs() throws IOException {
    store(UID, bytes(chest(UID).build()));
    try (DicomFile file = DicomFile.open(directory.dicomFile(UID))) {
      assertThat(file.fileMeta().string(Tag.MediaStorageSOPInstanceUID)).contains(UID);
      assertThat(file.fileMeta().string(Tag.MediaStorageSOPClassUID)).contains(CR);
      assertThat(file.fileMeta().string(Tag.SourceApplicationEntityTitle)).contains("DX1");
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
  }

  @Test
  void fileBroughtByTheProgramKeepsItsDataSetByteForByte() {
    byte[] dataSet = bytes(chest(UID).build());
    assertThat(bring(file(UID, dataSet)).outcome()).isEqualTo(Outcome.STORED);
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(dataSet);
    assertThat(store.instance(UID).orElseThrow().sha256()).isEqualTo(sha256(dataSet));
  }

  @Test
  void bareDataSetBroughtByTheProgramGetsAHeader() {
    for (TransferSyntax syntax :
        new TransferSyntax[] {
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN
        }) {
      String uid = newUid();
      byte[] dataSet = bytes(chest(uid).build(), syntax);
      assertThat(bring(dataSet).outcome()).isEqualTo(Outcome.STORED);
      assertThat(dataSetOf(directory.dicomFile(uid))).isEqualTo(dataSet);
      assertThat(store.instance(uid).orElseThrow().sha256()).isEqualTo(sha256(dataSet));
    }
    assertThat(incoming()).isEmpty();
  }

  @Test
  void sameObjectThroughBothDoorsIsOneExam() {
    byte[] dataSet = bytes(chest(UID).build());
    assertThat(store(UID, dataSet).outcome()).isEqualTo(Outcome.STORED);
    assertThat(bring(file(UID, dataSet)).outcome()).isEqualTo(Outcome.ALREADY_STORED);
  }

  @Test
  void leadingZeroIsAcceptedAndFlagged() {
    String uid = "1.02.3";
    assertThat(store(uid, bytes(chest(uid).build())).outcome()).isEqualTo(Outcome.STORED);
    assertThat(images()).containsExactly("1.02.3.dcm");
  }

  @Test
  void nulAndSpaceAtTheEndOfAUidAreNotPartOfIt() throws IOException {
    byte[] uid = (UID + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] dataSet = bytes(chest(UID).setBytes(Tag.SOPInstanceUID, VR.UI, uid).build());
    IngestResult result =
        ingest.ingest(new ByteArrayInputStream(dataSet), EXPLICIT, CR, UID + " ", DX1);
    assertThat(result.outcome()).isEqualTo(Outcome.STORED);
    assertThat(images()).containsExactly(UID + ".dcm");
  }
}
