/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;

/** Files and folders brought in from the command line. */
@Timeout(120)
class ImportCommandTest {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final Path CHEST = TESTDATA.resolve("ro/olteanu_torace_1.dcm");
  private static final Map<String, String> NO_MODEL =
      Map.of(
          "XRAYVISION_OPENAI_URL_PRIMARY", "http://127.0.0.1:1/v1/chat/completions",
          "XRAYVISION_OPENAI_URL_SECONDARY", "http://127.0.0.1:2/v1/chat/completions");

  @TempDir Path temp;
  private Path data;
  private Path files;
  private String said = "";

  @BeforeEach
  void folders() throws IOException {
    data = temp.resolve("data");
    files = Files.createDirectories(temp.resolve("files"));
  }

  private Server server() {
    List<Option> options =
        List.of(
            new Option("--http-port", "DASHBOARD_PORT", "0"),
            new Option("--dicom-port", "AE_PORT", "0"));
    return Server.start(
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, NO_MODEL, options)),
        "correct horse battery",
        null);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("import", "--data", data.toString()));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    int code =
        Main.run(NO_MODEL, new PrintWriter(out), new PrintWriter(out), all.toArray(String[]::new));
    said = out.toString();
    return code;
  }

  private void copy(Path from, String to) throws IOException {
    Path target = files.resolve(to);
    Files.createDirectories(target.getParent());
    Files.copy(from, target);
  }

  private int total() {
    return Integer.parseInt(ServerConnection.to(data).get("/api/exams").path("total").asText());
  }

  private List<Path> reports() throws IOException {
    try (Stream<Path> all = Files.list(data)) {
      return all.filter(path -> path.getFileName().toString().matches("import-.*[.]txt")).toList();
    }
  }

  @Test
  void filesGoThroughTheRunningServerWhateverTheyAreCalled() throws Exception {
    copy(CHEST, "IM000001");
    copy(TESTDATA.resolve("ts/cr_rle.dcm"), "deep/er/picture.bin");
    Files.writeString(files.resolve("readme.dcm"), "This is no DICOM file.");
    try (Server server = server()) {
      assertThat(run(files.toString())).as(said).isZero();

      assertThat(said)
          .contains("importing through the running server")
          .containsPattern(" 2 taken")
          .containsPattern(" 1 no DICOM, passed over");
      assertThat(total()).isEqualTo(2);
      assertThat(server.dicomPort()).isPositive();
    }
    assertThat(reports()).isEmpty();
  }

  @Test
  void withoutAServerTheDirectoryIsOpenedForTheTime() throws Exception {
    copy(CHEST, "IM000001");

    assertThat(run(files.toString())).as(said).isZero();

    assertThat(said).contains("importing through the data directory").containsPattern(" 1 taken");
    try (Server server = server()) {
      assertThat(total()).isEqualTo(1);
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @Test
  void aSecondRunBringsOnlyWhatIsNew() throws Exception {
    copy(CHEST, "1");
    try (Server server = server()) {
      assertThat(server.dicomPort()).isPositive();
      run(files.toString());
      copy(TESTDATA.resolve("ts/cr_rle.dcm"), "2");

      assertThat(run(files.toString())).isZero();
      assertThat(said).containsPattern(" 1 taken").containsPattern(" 1 brought by an earlier run");

      assertThat(run("--again", files.toString())).isZero();
      assertThat(said).containsPattern(" 0 taken").containsPattern(" 2 there already");
      assertThat(total()).isEqualTo(2);
    }
    assertThat(Files.readString(data.resolve("import.journal"))).doesNotContain("files");
  }

  @Test
  void whatIsNotTakenIsNamedInAReportThatOnlyItsOwnerCanRead() throws Exception {
    copy(CHEST, "Popescu Ion.dcm");
    byte[] broken = Arrays.copyOf(Files.readAllBytes(CHEST), 3_000);
    Files.write(files.resolve("Popescu broken.dcm"), broken);
    byte[] other = Files.readAllBytes(CHEST);
    Files.write(files.resolve("Popescu other.dcm"), withAnotherName(other));
    try (Server server = server()) {
      assertThat(server.dicomPort()).isPositive();

      assertThat(run(files.toString())).isEqualTo(1);

      assertThat(said)
          .containsPattern(" 1 taken")
          .containsPattern(" 1 refused: ")
          .containsPattern(" 1 kept beside another object")
          .doesNotContain("Popescu");
      Path report = reports().get(0);
      assertThat(Files.getPosixFilePermissions(report))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.readAllLines(report))
          .hasSize(2)
          .anyMatch(line -> line.endsWith("Popescu broken.dcm"))
          .anyMatch(line -> line.startsWith("conflict: "));
    }
  }

  private static byte[] withAnotherName(byte[] bytes) {
    byte[] name = "Olteanu".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length - name.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i] = 'U';
      }
    }
    return bytes;
  }

  @Test
  void aCircleOfLinksEndsAndADirectoryOfAMediumIsPassedOver() throws Exception {
    copy(CHEST, "a/1.dcm");
    Files.createSymbolicLink(files.resolve("a/again"), files);
    Files.write(files.resolve("DICOMDIR"), dicomDir());

    assertThat(run(files.toString())).as("something could not be read").isEqualTo(1);

    assertThat(said)
        .containsPattern(" 1 taken")
        .containsPattern(" 1 cannot be read")
        .containsPattern(" 1 DICOMDIR, passed over");
    assertThat(Files.readString(reports().get(0))).contains("a link that leads back");
  }

  private static byte[] dicomDir() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.writeHeader(out, "1.2.840.10008.1.2.1", "1.2.840.10008.1.3.10", "1.2.3", null);
    return out.toByteArray();
  }

  @Test
  void theSectionOfTheNamedSourceCounts() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("local.cfg"), "[source:OLDPACS]\npatient_id_namespace = old\n");
    copy(CHEST, "1");
    try (Server server = server()) {
      assertThat(server.dicomPort()).isPositive();
      assertThat(run("--source", "OLDPACS", files.toString())).as(said).isZero();

      assertThat(ServerConnection.to(data).get("/api/exams").toString()).contains("\"old:");
    }
  }

  @Test
  void whatIsNotThereIsWrongUse() {
    assertThat(run(temp.resolve("nothing").toString())).isEqualTo(Main.USAGE);
    assertThat(said).contains("there is no such file");
    assertThat(run()).isEqualTo(Main.USAGE);
  }

  @Test
  void aBarIsDrawnOnATerminalAndLinesElsewhere() {
    long[] now = {0};
    StringWriter terminal = new StringWriter();
    StringWriter file = new StringWriter();
    ImportProgress bar =
        new ImportProgress(new PrintWriter(terminal), true, 10, 1_000, () -> now[0]);
    ImportProgress lines =
        new ImportProgress(new PrintWriter(file), false, 10, 1_000, () -> now[0]);
    ImportCounts counts = new ImportCounts();
    counts.files = 5;
    counts.bytes = 500;
    counts.taken = 4;
    now[0] = 1_000_000_000L;
    bar.show(counts, "");
    lines.show(counts, "");
    assertThat(file.toString()).isEmpty();
    now[0] = 11_000_000_000L;
    lines.show(counts, "waits");

    assertThat(terminal.toString())
        .startsWith("\r[############............]  50 %  5 of 10 files, 4 taken")
        .doesNotContain("\n");
    assertThat(file.toString())
        .contains(" 50 %")
        .contains("waits")
        .endsWith(System.lineSeparator());
  }
}
