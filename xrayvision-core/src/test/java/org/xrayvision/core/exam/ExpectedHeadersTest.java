/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.spi.PatientIdentity;

/**
 * Each file of {@code testdata/ro} and, where XRAYVISION_DICOM_CORPUS names a folder, of its {@code
 * ro}, against {@code expected_ro.csv}.
 */
class ExpectedHeadersTest {
  private static final String ABSENT = "(absent)";
  private static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05Z");

  static Stream<Row> rows() throws IOException {
    Stream<Row> rows = rowsOf(Path.of("../testdata"));
    String corpus = System.getenv("XRAYVISION_DICOM_CORPUS");
    return corpus == null ? rows : Stream.concat(rows, rowsOf(Path.of(corpus)));
  }

  private static Stream<Row> rowsOf(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("expected_ro.csv"));
    List<String> names = List.of(lines.get(0).split(",", -1));
    return lines.stream()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> row(folder, names, line));
  }

  private static Row row(Path folder, List<String> names, String line) {
    String[] cells = line.split(",", -1);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < cells.length; i++) {
      row.put(names.get(i), cells[i]);
    }
    return new Row(folder, row);
  }

  record Row(Path folder, Map<String, String> cells) {
    String cell(String name) {
      return cells.get(name);
    }

    Optional<String> stated(String name) {
      return Optional.of(cell(name)).filter(value -> !value.isEmpty() && !value.equals(ABSENT));
    }

    @Override
    public String toString() {
      return folder.getFileName() + "/" + cell("file");
    }
  }

  private static ExamHeader read(Row row) throws IOException {
    IngestOptions site = IngestOptions.defaults();
    IngestOptions options =
        new IngestOptions(
            site.sopClasses(),
            site.modalities(),
            site.fallbackCharacterSet(),
            ZoneId.of("Europe/Bucharest"),
            false,
            0,
            0,
            Map.of());
    ExamHeaderReader reader = new ExamHeaderReader(options, RegionOptions.defaults(), new Cnp());
    try (DicomFile file = DicomFile.open(row.folder().resolve(row.cell("file")))) {
      return reader.read(file.dataSet(), row.cell("sop_uid"), null, RECEIVED);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void headerIsReadAsExpected(Row row) throws IOException {
    ExamHeader header = read(row);
    assertThat(header.created()).isEqualTo(row.cell("series_datetime").replace(' ', 'T'));
    row.stated("protocol").ifPresent(protocol -> assertThat(header.protocol()).isEqualTo(protocol));
    assertThat(header.region()).isEqualTo(region(row));
    assertThat(header.modality()).isEqualTo(row.cell("modality"));
    assertThat(header.studyUid()).isEqualTo(row.cell("study_uid"));
    assertThat(header.seriesUid()).isEqualTo(row.cell("series_uid"));
    assertThat(header.protocol()).isNotEmpty();
  }

  /** "(unknown; BodyPartExamined PELVIS)" where the protocol is silent. */
  private static String region(Row row) {
    return switch (row.cell("region")) {
      case "(unknown; BodyPartExamined PELVIS)" -> "pelvis";
      case "(unknown; BodyPartExamined CHEST)" -> "chest";
      default -> row.cell("region");
    };
  }

  @ParameterizedTest
  @MethodSource("rows")
  void patientIsReadAsExpected(Row row) throws IOException {
    ExamHeader header = read(row);
    Patient patient = header.patient();
    String[] name = row.cell("patient_name").split("\\^", -1);
    assertThat(patient.name()).isEqualTo(name[0] + " " + name[1]);
    assertThat(patient.patientId()).isEqualTo(row.cell("patient_id"));
    assertThat(patient.sex())
        .isEqualTo(row.stated("tag_sex").or(() -> row.stated("cnp_sex")).map(Sex::valueOf).get());
    assertThat(patient.birthDate())
        .isEqualTo(
            row.stated("tag_birth").map(ExpectedHeadersTest::date).orElseGet(() -> cnp(row)));
    String age =
        row.stated("age_at_series_by_tag").orElseGet(() -> row.cell("age_at_series_by_cnp"));
    assertThat(SubjectText.subject(patient, header.created().toLocalDate()).age())
        .hasYears(Integer.parseInt(age));
  }

  private static LocalDate date(String da) {
    return LocalDate.parse(da.substring(0, 4) + "-" + da.substring(4, 6) + "-" + da.substring(6));
  }

  private static LocalDate cnp(Row row) {
    return LocalDate.parse(row.cell("cnp_birth"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void personalNumberIsJudgedAsExpected(Row row) throws IOException {
    LocalDate on = LocalDate.parse(row.cell("series_datetime").substring(0, 10));
    Optional<PatientIdentity> identity = new Cnp().parse(row.cell("patient_id"), on);
    assertThat(identity.isPresent()).isEqualTo(row.cell("cnp_valid").equals("yes"));
    identity.ifPresent(
        told ->
            assertThat(told)
                .isEqualTo(
                    new PatientIdentity(
                        cnp(row),
                        Sex.valueOf(row.cell("cnp_sex")),
                        Integer.valueOf(row.cell("cnp_county")))));
    assertThat(read(row).flags()).doesNotContain(ExamHeader.CNP_INVALID);
  }
}
