/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.SettingsException;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.testkit.LentContext;

class CsvReportSourceTest {
  private static final String NAMES = "report_id,study_uid,status,text\n";
  private static final String FIRST = "1.2.826.0.1.3680043.10.1";
  private static final String THIRD = "1.2.826.0.1.3680043.10.3";

  @TempDir private Path folder;
  private final CsvReportSource source =
      new CsvReportSource(Path.of("src/test/resources/reports.csv"), ',');

  static ReportQuery query(String study, String accession, String region) {
    return new ReportQuery(
        "1.2.3",
        study,
        accession,
        new Patient("1470328090418", null, "Neamțu^Ion", null, null),
        region,
        "DX",
        LocalDateTime.of(2026, 3, 2, 10, 15),
        null,
        Deadline.in(Duration.ofSeconds(10)));
  }

  @Test
  void aReportIsFoundByItsStudy() {
    SourceReport report = source.report(query(FIRST, "", "chest")).orElseThrow();

    assertThat(report.id()).isEqualTo("R-1");
    assertThat(report.text()).isEqualTo("Torace: fără leziuni, sinusuri libere.\nCord \"normal\".");
    assertThat(report.radiologist()).isEqualTo("Dr. Stan");
    assertThat(report.justification()).isEqualTo("Tuse persistentă");
    assertThat(report.issued()).isEqualTo("2026-03-02T09:40:00Z");
    assertThat(report.retracted()).isFalse();
  }

  @Test
  void byAccessionNumberOnlyOfTheSamePatientAndOnlyWhatIsSigned() {
    assertThat(source.report(query("1.2", "A-17", "")).orElseThrow().text())
        .isEqualTo("Fractură de radius distal.");
    ReportQuery same = query("1.2", "A-17", "");
    Patient other = new Patient("2510819332176", null, null, null, null);
    ReportQuery otherPatient =
        new ReportQuery(
            same.uid(),
            same.studyUid(),
            same.accessionNumber(),
            other,
            "",
            "DX",
            same.taken(),
            null,
            same.deadline());
    assertThat(source.report(otherPatient)).isEmpty();
    assertThat(source.report(query("1.2", "", ""))).isEmpty();
  }

  @Test
  void ofSeveralReportsOfAStudyTheOneOfTheRegion() {
    assertThat(source.report(query(THIRD, "", "hand")).orElseThrow().id()).isEqualTo("R-3");
    assertThat(source.report(query(THIRD, "", "elbow")).orElseThrow().id()).isEqualTo("R-4");
    assertThat(source.report(query(THIRD, "", "knee"))).isEmpty();
    assertThatThrownBy(() -> source.report(query(THIRD, "", "")))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("several reports");
  }

  @Test
  void whatWasEnteredInErrorIsTakenBack() {
    SourceReport report = source.report(query("1.2.826.0.1.3680043.10.5", "", "")).orElseThrow();
    assertThat(report.retracted()).isTrue();
    assertThat(report.text()).isEmpty();
  }

  @Test
  void anAmendedFileIsReadAgain() throws IOException {
    Path file = folder.resolve("reports.csv");
    Files.writeString(file, NAMES + "R-1,1.2,,Normal.\n");
    CsvReportSource own = new CsvReportSource(file, ',');
    SourceReport first = own.report(query("1.2", "", "")).orElseThrow();

    Files.writeString(file, NAMES + "R-1,1.2,,Normal.\nR-1,1.2,amended,Nodul apical drept.\n");

    SourceReport amended = own.report(query("1.2", "", "")).orElseThrow();
    assertThat(amended.text()).isEqualTo("Nodul apical drept.");
    assertThat(amended.version()).isNotEqualTo(first.version());
  }

  @Test
  void aFileThatIsMissingOrBrokenIsAnOutageThatTellsWhereAndNotWhat() throws IOException {
    Path file = folder.resolve("reports.csv");
    down(file, "NoSuchFileException");
    Files.writeString(file, "id,text\n");
    down(file, "must name the columns");
    Files.writeString(file, NAMES + "R-1,1.2,,Normal.\nR-2,Popescu\n");
    down(file, "line 3 has 2 values instead of 4");
    Files.writeString(file, NAMES + ",1.2,,Popescu\n");
    down(file, "line 2 has no report_id");
    Files.writeString(file, "report_id,study_uid,issued,text\nR-1,1.2,Popescu,x\n");
    down(file, "line 2: issued must be like");
    Files.write(file, (NAMES + "R-1,1.2,,Lăzărescu\n").getBytes(StandardCharsets.UTF_16));
    down(file, "not in UTF-8");
  }

  private static void down(Path file, String why) {
    CsvReportSource own = new CsvReportSource(file, ',');
    assertThatThrownBy(() -> own.checkHealth(Deadline.in(Duration.ofSeconds(1))))
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isTrue())
        .hasMessageContaining(why)
        .message()
        .doesNotContain("Popescu");
  }

  @Test
  void itsSettingsAreChecked() throws IOException {
    Path file = folder.resolve("reports.csv");
    Files.writeString(file, NAMES.replace(',', ';') + "R-1;1.2;;Normal, fără leziuni.\n");
    Optional<SourceReport> report =
        made(Map.of("file", file.toString(), "separator", ";")).report(query("1.2", "", ""));
    assertThat(report.orElseThrow().text()).isEqualTo("Normal, fără leziuni.");
    assertThatThrownBy(() -> made(Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("setting file is missing");
    assertThatThrownBy(() -> made(Map.of("file", "x", "separator", "tab")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("separator must be");
  }

  private org.xrayvision.spi.ReportSource made(Map<String, String> settings) {
    CsvReportSourceFactory factory = new CsvReportSourceFactory();
    return factory.create(Settings.of(factory.settings(), settings), new LentContext(folder));
  }
}
