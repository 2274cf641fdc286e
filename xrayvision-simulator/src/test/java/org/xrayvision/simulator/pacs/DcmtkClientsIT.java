/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomFile;

/** DCMTK's findscu, movescu and getscu against the simulated PACS. */
@Timeout(120)
class DcmtkClientsIT {
  @TempDir private Path folder;
  private PacsFixture site;

  @BeforeEach
  void start() throws IOException {
    site = new PacsFixture();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void findscuFindsStudiesSeriesAndImages() throws Exception {
    String study = site.studies.get(0);
    assertThat(
            run(
                "findscu",
                "-S",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyDate=20260130-",
                "-k",
                "StudyInstanceUID",
                "-k",
                "NumberOfStudyRelatedInstances",
                "-v"))
        .contains(site.studies)
        .contains("Final Find Response");
    assertThat(
            run(
                "findscu",
                "-S",
                "-k",
                "QueryRetrieveLevel=SERIES",
                "-k",
                "StudyInstanceUID=" + study,
                "-k",
                "SeriesInstanceUID",
                "-k",
                "Modality"))
        .contains("[CR]")
        .containsOnlyOnce("Find Response: 1");
    assertThat(
            run(
                "findscu",
                "-P",
                "-k",
                "QueryRetrieveLevel=PATIENT",
                "-k",
                "PatientID",
                "-k",
                "PatientName"))
        .contains("Find Response: 3")
        .doesNotContain("Find Response: 4");
  }

  @Test
  void findscuCancelsMatchesWithoutEnd() throws Exception {
    site.pacs.fault(PacsFault.ENDLESS_MATCHES);
    assertThat(
            run(
                "findscu",
                "-S",
                "--cancel",
                "3",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID",
                "-v"))
        .contains("Cancel");
  }

  @Test
  void getscuHasEverythingByteForByte() throws Exception {
    Path out = Files.createDirectory(folder.resolve("got"));
    run(
        "getscu",
        "-S",
        "+B",
        "-od",
        out.toString(),
        "-k",
        "QueryRetrieveLevel=STUDY",
        "-k",
        "StudyInstanceUID=" + String.join("\\", site.studies));
    assertSame(site.pacs.archive().dataSets(), dataSets(out));
  }

  @Test
  void movescuHasEverythingSentToItself() throws Exception {
    int port = PeerProcess.freePort();
    site.pacs.destination("MOVESCU", "127.0.0.1", port);
    // movescu keeps what it writes byte for byte (+B) where it runs, whatever -od says
    run(
        "movescu",
        "-S",
        "+B",
        "-aem",
        "MOVESCU",
        "+P",
        Integer.toString(port),
        "-k",
        "QueryRetrieveLevel=STUDY",
        "-k",
        "StudyInstanceUID=" + String.join("\\", site.studies));
    Files.delete(folder.resolve("movescu.log"));
    assertSame(site.pacs.archive().dataSets(), dataSets(folder));
  }

  private String run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of("-aec", "PACS"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("127.0.0.1", Integer.toString(site.pacs.port())));
    Path log = folder.resolve(program + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", program).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(log);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static Map<String, byte[]> dataSets(Path folder) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        byte[] bytes = Files.readAllBytes(path);
        try (DicomFile file = DicomFile.open(path)) {
          all.put(
              file.dataSet().string(Tag.SOPInstanceUID).orElseThrow(),
              Arrays.copyOfRange(bytes, (int) file.dataSetOffset(), bytes.length));
        }
      }
    }
    return all;
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertThat(actual).containsOnlyKeys(expected.keySet().toArray(String[]::new));
    expected.forEach((uid, bytes) -> assertThat(actual.get(uid)).isEqualTo(bytes));
  }
}
