/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DicomFile;

class ExamHeaderReaderTest {
  private static final ZoneId BUCHAREST = ZoneId.of("Europe/Bucharest");
  private static final Instant RECEIVED = Instant.parse("2024-07-01T10:00:00.5Z");
  private static final String UID = "1.2.3.4";

  private static IngestOptions options(SourceOptions source) {
    IngestOptions site = IngestOptions.defaults();
    return new IngestOptions(
        site.sopClasses(),
        site.modalities(),
        "ISO_IR 192",
        BUCHAREST,
        false,
        0,
        0,
        Map.of("DX1", source));
  }

  private static ExamHeaderReader reader(SourceOptions source) {
    return new ExamHeaderReader(options(source), RegionOptions.defaults(), new Cnp());
  }

  private static ExamHeader read(DataSet dataSet, SourceOptions source) {
    return reader(source).read(dataSet, UID, "DX1", RECEIVED);
  }

  private static ExamHeader read(DataSet dataSet) {
    return read(dataSet, new SourceOptions(null, null, null, null));
  }

  private static DataSet.Builder header() {
    return DataSet.builder()
        .set(Tag.SpecificCharacterSet, "ISO_IR 192")
        .set(Tag.StudyInstanceUID, "1.2.3")
        .set(Tag.SeriesInstanceUID, "1.2.3.1")
        .set(Tag.SeriesDate, "20240310")
        .set(Tag.SeriesTime, "101500.25")
        .set(Tag.PatientID, "RX-1");
  }

  @Test
  void patientWithoutIdIsKeyedByTheStudy() {
    Patient patient = read(header().remove(Tag.PatientID).build()).patient();
    assertThat(patient.key()).isEqualTo("uid:1.2.3");
    assertThat(patient.patientId()).isNull();
    assertThat(read(header().set(Tag.PatientID, "  ").build()).patient().key())
        .isEqualTo("uid:1.2.3");
  }

  @Test
  void patientWithoutIdAndStudyIsKeyedByTheInstance() {
    DataSet dataSet = header().remove(Tag.PatientID).remove(Tag.StudyInstanceUID).build();
    ExamHeader read = read(dataSet);
    assertThat(read.patient().key()).isEqualTo("uid:1.2.3.4");
    assertThat(read.studyUid()).isNull();
    assertThat(read.flags()).contains(ExamHeader.STUDY_UID_INVALID);
  }

  @Test
  void whatTheHeaderCallsTheOrderIsKept() {
    assertThat(read(header().set(Tag.AccessionNumber, "RX 17/2026").build()).accessionNumber())
        .isEqualTo("RX 17/2026");
    assertThat(read(header().set(Tag.AccessionNumber, " ").build()).accessionNumber()).isNull();
    assertThat(read(header().remove(Tag.AccessionNumber).build()).accessionNumber()).isNull();
    assertThat(read(header().set(Tag.AccessionNumber, "9".repeat(500)).build()).accessionNumber())
        .hasSize(64);
  }

  @Test
  void idThatLooksLikeAKeyWithoutIdIsNotTakenForOne() {
    Patient patient = read(header().set(Tag.PatientID, "uid:1.2.3").build()).patient();
    assertThat(patient.key()).isNotEqualTo("uid:1.2.3");
    assertThat(patient.patientId()).isNotNull();
  }

  @Test
  void namespaceOfTheSourceStandsBeforeTheId() {
    SourceOptions source = new SourceOptions(null, null, null, "clinic");
    assertThat(read(header().build(), source).patient().key()).isEqualTo("clinic:RX-1");
    assertThat(reader(source).read(header().build(), UID, "OTHER", RECEIVED).patient().key())
        .isEqualTo("RX-1");
  }

  @Test
  void personalNumberIsReadThoughANamespaceStandsBeforeIt() {
    SourceOptions source = new SourceOptions(null, null, null, "clinic");
    Patient patient = read(header().set(Tag.PatientID, "2510819332176").build(), source).patient();
    assertThat(patient.key()).isEqualTo("clinic:2510819332176");
    assertThat(patient.sex()).isEqualTo(Sex.F);
    assertThat(patient.birthDate()).isEqualTo("1951-08-19");
  }

  @Test
  void longIdsWithTheSameBeginningStayApart() {
    String first = read(header().set(Tag.PatientID, "A".repeat(500) + "1").build()).patient().key();
    String second =
        read(header().set(Tag.PatientID, "A".repeat(500) + "2").build()).patient().key();
    assertThat(first).isNotEqualTo(second).hasSizeLessThanOrEqualTo(128);
  }

  @Test
  void headerWinsOverThePersonalNumberAndTheContradictionIsFlagged() {
    ExamHeader read =
        read(
            header()
                .set(Tag.PatientID, "2510819332176")
                .set(Tag.PatientSex, "M")
                .set(Tag.PatientBirthDate, "19500819")
                .build());
    assertThat(read.patient().sex()).isEqualTo(Sex.M);
    assertThat(read.patient().birthDate()).isEqualTo("1950-08-19");
    assertThat(read.flags()).containsExactly(ExamHeader.CNP_CONTRADICTS);
  }

  @Test
  void birthDateAfterTheExamIsAMistake() {
    DataSet dataSet =
        header().set(Tag.PatientID, "2510819332176").set(Tag.PatientBirthDate, "20240311").build();
    assertThat(read(dataSet).patient().birthDate()).isEqualTo("1951-08-19");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnp_bad_checksum", "cnp_impossible_date", "cnp_bad_county"})
  void mistypedPersonalNumberIsFlagged(String name) throws IOException {
    ExamHeader read = read(file(name));
    assertThat(read.flags()).contains(ExamHeader.CNP_INVALID);
    assertThat(read.patient().patientId()).isNotEmpty();
  }

  private static DataSet file(String name) throws IOException {
    try (DicomFile file = DicomFile.open(Path.of("../testdata/bad", name + ".dcm"))) {
      return file.dataSet();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name_script",
        "name_sql",
        "name_nul_bytes",
        "name_jndi",
        "name_5000_chars",
        "charset_unknown"
      })
  void hostileTextIsOneBoundedLine(String name) throws IOException {
    ExamHeader read = read(file(name));
    assertThat(read.patient().name()).isNotBlank().hasSizeLessThanOrEqualTo(200);
    assertThat(read.patient().name() + read.protocol() + read.patient().key())
        .matches("[^\\p{Cc}\\p{Cf}\\u2028\\u2029]*");
    assertThat(read.protocol()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void lineBreaksAndTerminalEscapesDoNotGetThrough() {
    ExamHeader read =
        read(
            header()
                .set(Tag.PatientName, "Io\r\n2024 ERROR^\u001b[31mred")
                .set(Tag.ProtocolName, "\u001b[31mTorace\u001b[0m\r\nforged")
                .set(Tag.PatientID, "1\r\n2")
                .build());
    assertThat(read.patient().name()).isEqualTo("Io 2024 ERROR [31mred");
    assertThat(read.protocol()).isEqualTo("[31mTorace [0m forged");
    assertThat(read.patient().key()).isEqualTo("1 2");
  }

  @Test
  void markupIsKeptAsText() throws IOException {
    assertThat(read(file("name_script")).protocol()).contains("<");
    assertThat(read(file("name_sql")).patient().name()).contains("'");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "ISO_IR 100, true",
        "ISO_IR 192, false",
        "GB18030, false",
        "ISO_IR 100\\ISO_IR 144, false",
        "ISO_IR 999, false"
      })
  void lettersThatMayBeWrongAreFlagged(String terms, boolean sound) {
    ExamHeader read =
        read(
            DataSet.builder()
                .set(Tag.SpecificCharacterSet, terms.split("\\\\"))
                .setBytes(Tag.PatientName, VR.PN, new byte[] {'M', (byte) 0xFC})
                .build());
    assertThat(!read.flags().contains(ExamHeader.CHARACTER_SET_ODD)).isEqualTo(sound);
    assertThat(read.patient().name()).startsWith("M").hasSize(2);
  }

  @Test
  void invalidDatesGiveWayToTheTimeOfReceipt() throws IOException {
    ExamHeader read = read(file("dates_invalid"));
    assertThat(read.created()).isEqualTo("2024-07-01T13:00:00");
    assertThat(read.flags()).contains(ExamHeader.NO_EXAM_DATE);
    LocalDate birth = read.patient().birthDate();
    assertThat(birth == null || birth.isBefore(LocalDate.of(2024, 7, 1))).isTrue();
  }

  @Test
  void seriesTimeIsBelievedFirstThenStudyAcquisitionAndContent() {
    DataSet.Builder all =
        header()
            .set(Tag.StudyDate, "20240102")
            .set(Tag.StudyTime, "0102")
            .set(Tag.AcquisitionDate, "20240103")
            .set(Tag.AcquisitionTime, "0103")
            .set(Tag.ContentDate, "20240104")
            .set(Tag.ContentTime, "0104");
    assertThat(read(all.build()).created()).isEqualTo("2024-03-10T10:15:00");
    all.set(Tag.SeriesDate, "20241332");
    assertThat(read(all.build()).created()).isEqualTo("2024-01-02T01:02:00");
    all.remove(Tag.StudyDate);
    assertThat(read(all.build()).created()).isEqualTo("2024-01-03T01:03:00");
    all.remove(Tag.AcquisitionTime);
    assertThat(read(all.build()).created()).isEqualTo("2024-01-04T01:04:00");
    all.remove(Tag.ContentTime);
    assertThat(read(all.build()).created()).as("no time at all").isEqualTo("2024-01-03T00:00:00");
  }

  @ParameterizedTest
  @CsvSource({
    "+0000, 2024-03-10T12:15:00",
    "+0200, 2024-03-10T10:15:00",
    "-0500, 2024-03-10T17:15:00",
    "+9900, 2024-03-10T10:15:00",
    "Z, 2024-03-10T10:15:00",
  })
  void timezoneOffsetOfTheHeaderWins(String offset, String created) {
    SourceOptions utcMinus = new SourceOptions(null, null, null, null);
    DataSet dataSet = header().set(Tag.TimezoneOffsetFromUTC, offset).build();
    assertThat(read(dataSet, utcMinus).created()).isEqualTo(created);
  }

  @Test
  void zoneOfTheSourceIsConvertedToTheSites() {
    SourceOptions london = new SourceOptions(null, null, ZoneId.of("Europe/London"), null);
    assertThat(read(header().build(), london).created()).isEqualTo("2024-03-10T12:15:00");
    DataSet labelled = header().set(Tag.TimezoneOffsetFromUTC, "+0200").build();
    assertThat(read(labelled, london).created()).isEqualTo("2024-03-10T10:15:00");
  }

  @Test
  void unlabelledTextIsReadByTheCharacterSetOfItsSource() {
    byte[] latin2 = "Ţârcă^Ion".getBytes(Charset.forName("ISO-8859-2"));
    DataSet dataSet =
        header().remove(Tag.SpecificCharacterSet).setBytes(Tag.PatientName, VR.PN, latin2).build();
    SourceOptions source = new SourceOptions("ISO_IR 101", null, null, null);
    assertThat(read(dataSet, source).patient().name()).isEqualTo("Ţârcă Ion");
    assertThat(read(dataSet).patient().name()).as("no UTF-8").isEqualTo("Ţârcă Ion");
    SourceOptions western = new SourceOptions("ISO_IR 100", null, null, null);
    assertThat(read(dataSet, western).patient().name()).isEqualTo("Þârcã Ion");
  }

  @Test
  void unknownCharacterSetOfASourceIsFoundAtOnce() {
    assertThatThrownBy(() -> reader(new SourceOptions("ISO_IR 9999", null, null, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void protocolFallsBackToTheDescriptions() {
    DataSet.Builder all =
        header()
            .set(Tag.ProtocolName, "Torace p.a.")
            .set(Tag.SeriesDescription, "Mana")
            .set(Tag.StudyDescription, "Bazin")
            .set(Tag.BodyPartExamined, "KNEE")
            .set(Tag.ImageLaterality, "L");
    assertThat(read(all.build()).protocol()).isEqualTo("Torace p.a. left");
    assertThat(read(all.set(Tag.ProtocolName, "").build()).protocol()).isEqualTo("Mana left");
    assertThat(read(all.remove(Tag.SeriesDescription).build()).protocol()).isEqualTo("Bazin left");
    ExamHeader last = read(all.remove(Tag.StudyDescription).build());
    assertThat(last.protocol()).as("with the side").isEqualTo("KNEE left");
    assertThat(last.region()).isEqualTo("knee");
  }

  @ParameterizedTest
  @CsvSource({
    "Genunchi a.p., R, Genunchi a.p. right",
    "Genunchi a.p., B, Genunchi a.p. bilateral",
    "Genunchi a.p., U, Genunchi a.p.",
    "Genunchi stg. a.p., L, Genunchi stg. a.p.",
    "Genunchi dr., L, Genunchi dr.",
    "Genunchiul stâng, L, Genunchiul stâng",
    "Mâna dreaptă, R, Mâna dreaptă",
    "Genunchiului drept, R, Genunchiului drept",
    "Left hand, L, Left hand",
    "HAND RIGHT, R, HAND RIGHT",
    "Genunchi bilaterală, B, Genunchi bilaterală",
    "Picior d.p., L, Picior d.p. left",
  })
  void sideIsAddedWhereTheProtocolNamesNone(String protocol, String side, String expected) {
    DataSet.Builder dataSet = header().set(Tag.ProtocolName, protocol);
    assertThat(read(dataSet.set(Tag.ImageLaterality, side).build()).protocol()).isEqualTo(expected);
    dataSet.remove(Tag.ImageLaterality).set(Tag.Laterality, side);
    assertThat(read(dataSet.build()).protocol()).isEqualTo(expected);
  }

  @Test
  void sideFitsBehindALongProtocol() {
    DataSet dataSet =
        header().set(Tag.ProtocolName, "x".repeat(300)).set(Tag.Laterality, "R").build();
    assertThat(read(dataSet).protocol()).hasSize(200).endsWith("x right");
  }

  @Test
  void onlyTheBeginningOfTextIsMatched() {
    String words = "word ".repeat(41);
    DataSet.Builder dataSet =
        header()
            .set(Tag.BodyPartExamined, VR.LO, words + "KNEE")
            .set(Tag.ViewPosition, VR.LO, words + "PA")
            .setItems(
                Tag.ViewCodeSequence,
                DataSet.builder().set(Tag.CodeMeaning, words + "lateral").build());
    ExamHeader read = read(dataSet.build());
    assertThat(read.region()).isEmpty();
    assertThat(read.projection()).isEmpty();
    assertThat(read.protocol()).hasSizeLessThanOrEqualTo(200);
    assertThat(read(dataSet.set(Tag.BodyPartExamined, "KNEE").build()).region()).isEqualTo("knee");
  }

  @Test
  void birthDateInTheCnpAfterTheExamIsAMistypedNumber() {
    ExamHeader read = read(header().set(Tag.PatientID, "5240311400010").build());
    assertThat(read.patient().birthDate()).isNull();
    assertThat(read.flags()).contains(ExamHeader.CNP_INVALID);
  }

  @Test
  void nameIsFamilyFirstWithoutTitles() {
    assertThat(
            read(header().set(Tag.PatientName, "Neamțu^Vasile^Ion^Dr.").build()).patient().name())
        .isEqualTo("Neamțu Vasile Ion");
    assertThat(read(header().set(Tag.PatientName, "^^").build()).patient().name()).isNull();
  }

  @Test
  void missingModalityIsWhatTheSopClassImplies() {
    DataSet dataSet =
        header().set(Tag.SOPClassUID, SOPClass.DigitalXRayImageStorageForProcessing).build();
    assertThat(read(dataSet).modality()).isEqualTo("DX");
    assertThat(read(header().build()).modality()).isEmpty();
  }
}
