/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.xrayvision.dicom.io.Golden.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;

/** Every file of testdata/: the sound ones give what they hold, the others a DicomException. */
class TestdataTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ABSENT = "(absent)";

  /** Files of bad/ whose structure is broken; the rest of bad/ is broken in its meaning only. */
  private static final Set<String> UNREADABLE =
      Set.of(
          "dicm_then_garbage.dcm",
          "length_beyond_eof.dcm",
          "nested_sequences_1000.dcm",
          "not_dicom_png.dcm",
          "not_dicom_text.dcm",
          "ow_length_2gb.dcm",
          "random_bytes.dcm",
          "sq_undefined_no_delimiter.dcm",
          "trunc_half_pixels.dcm",
          "trunc_in_meta.dcm",
          "trunc_in_patient.dcm",
          "trunc_j2k90.dcm",
          "trunc_jpeg70.dcm",
          "ts_unknown.dcm",
          "vr_invalid_zz.dcm",
          "zero_length.dcm");

  /** Its SeriesDescription declares 24 bytes and has 23, whatever the manifest expects of it. */
  private static final String LENGTH_WRONG_BY_ONE = "name_crlf_ansi.dcm";

  static Stream<Map<String, String>> romanian() throws IOException {
    return table(testdata("expected_ro.csv")).stream();
  }

  @ParameterizedTest
  @MethodSource("romanian")
  void readsWhatTheRomanianSetHolds(Map<String, String> expected) throws IOException {
    try (DicomFile file = DicomFile.open(testdata(expected.get("file")))) {
      DataSet dataSet = file.dataSet();
      assertThat(dataSet.string(Tag.PatientName)).contains(expected.get("patient_name"));
      assertThat(dataSet.string(Tag.PatientID)).contains(expected.get("patient_id"));
      assertThat(dataSet.string(Tag.PatientSex)).isEqualTo(optional(expected.get("tag_sex")));
      assertThat(dataSet.string(Tag.PatientBirthDate))
          .isEqualTo(optional(expected.get("tag_birth")));
      assertThat(dataSet.string(Tag.ProtocolName)).isEqualTo(optional(expected.get("protocol")));
      assertThat(dataSet.string(Tag.Modality)).contains(expected.get("modality"));
      LocalDateTime at =
          dataSet
              .date(Tag.SeriesDate)
              .orElseThrow()
              .atTime(dataSet.time(Tag.SeriesTime).orElseThrow().withNano(0));
      assertThat(at.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")))
          .isEqualTo(expected.get("series_datetime"));
      assertNumbers(dataSet, expected);
      assertThat(dataSet.string(Tag.StudyInstanceUID)).contains(expected.get("study_uid"));
      assertThat(dataSet.string(Tag.SeriesInstanceUID)).contains(expected.get("series_uid"));
      assertThat(dataSet.string(Tag.SOPInstanceUID)).contains(expected.get("sop_uid"));
      assertThat(file.fileMeta().string(Tag.MediaStorageSOPInstanceUID))
          .contains(expected.get("sop_uid"));
      assertThat(file.pixelData()).isPresent();
    }
  }

  private static void assertNumbers(DataSet dataSet, Map<String, String> expected) {
    Map.of(
            "rows", Tag.Rows,
            "columns", Tag.Columns,
            "bits_stored", Tag.BitsStored,
            "high_bit", Tag.HighBit,
            "signed", Tag.PixelRepresentation)
        .forEach(
            (column, tag) ->
                assertThat(dataSet.integer(tag))
                    .as(column)
                    .hasValue(Integer.parseInt(expected.get(column))));
    assertThat(dataSet.string(Tag.PhotometricInterpretation)).contains(expected.get("photometric"));
  }

  static List<Path> everySyntax() {
    return Golden.dicomFiles(testdata("ts"));
  }

  @ParameterizedTest
  @MethodSource("everySyntax")
  void readsTheSamePictureInEverySyntax(Path path) throws IOException {
    try (DicomFile file = DicomFile.open(path)) {
      assertThat(file.dataSet().string(Tag.PatientName)).contains("Matrice^Gama");
      assertThat(file.dataSet().integer(Tag.Rows)).hasValue(383);
      assertThat(file.dataSet().integer(Tag.Columns)).hasValue(301);
      PixelDataLocation pixels = file.pixelData().orElseThrow();
      assertThat(pixels.encapsulated()).isEqualTo(file.transferSyntax().encapsulated());
      if (!pixels.encapsulated()) {
        assertThat(pixels.ranges().get(0).length()).isEqualTo(383 * 301 * 2);
      }
    }
  }

  static List<Path> bad() {
    return Golden.dicomFiles(testdata("bad"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badFilesAreReadOrRefused(Path path) throws IOException {
    String name = path.getFileName().toString();
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          if (name.equals(LENGTH_WRONG_BY_ONE)) {
            read(path);
          } else if (UNREADABLE.contains(name)) {
            assertThrows(DicomException.class, () -> DicomFile.open(path).close());
          } else {
            DicomFile.open(path).close();
          }
        });
  }

  private static void read(Path path) throws IOException {
    try (DicomFile file = DicomFile.open(path)) {
      assertThat(file.dataSet().contains(Tag.PatientName)).isTrue();
    } catch (DicomFormatException e) {
      assertThat(e.tag()).isEqualTo(0x10005000);
    }
  }

  @ParameterizedTest
  @MethodSource("storable")
  void everyFileThatIsToBeStoredIsRead(Map<String, String> row) throws IOException {
    try (DicomFile file = DicomFile.open(testdata(row.get("file")))) {
      assertThat(file.dataSet().string(Tag.Modality)).contains(row.get("modality"));
    }
  }

  static Stream<Map<String, String>> storable() throws IOException {
    return table(testdata("manifest.csv")).stream()
        .filter(row -> row.get("file").endsWith(".dcm"))
        .filter(row -> !row.get("file").endsWith(LENGTH_WRONG_BY_ONE))
        .filter(row -> row.get("expected").startsWith("STORE"))
        .filter(row -> !row.get("expected").contains("REJECT"));
  }

  private static Optional<String> optional(String value) {
    return value.equals(ABSENT) || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** The rows of a table with a heading, fields in quotes where they hold commas. */
  private static List<Map<String, String>> table(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<String> heading = fields(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = fields(line);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < heading.size(); i++) {
        row.put(heading.get(i), fields.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
