/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;

/** Exams and data sets by the command, through a server that runs. */
final class ExportCommandTest {
  @TempDir private Path data;
  @TempDir private Path elsewhere;
  private final StringWriter out = new StringWriter();

  private Server start() {
    List<Option> options =
        List.of(
            new Option("--http-port", "DASHBOARD_PORT", "0"),
            new Option("--dicom-port", "AE_PORT", "0"));
    return Server.start(
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, Map.of(), options)),
        "correct horse battery",
        null);
  }

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(out, true);
    return Main.run(
        Map.of(),
        writer,
        writer,
        Stream.concat(Stream.of("export", "--data", data.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void aFileIsWrittenForItsOwnerAloneAndNeverOverAnother() throws IOException {
    Path file = elsewhere.resolve("exams.csv");
    try (Server server = start()) {
      assertThat(server.dashboard()).isNotNull();
      assertThat(run(file.toString(), "--region", "chest", "--filter", "status=done"))
          .as(out.toString())
          .isZero();
      assertThat(Files.readString(file)).startsWith("uid,patient.name,");
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(run(file.toString())).isEqualTo(1);
      assertThat(out.toString()).contains("is there already");
      Path lines = elsewhere.resolve("exams.jsonl");
      assertThat(run(lines.toString(), "--filter", "status=lost")).isEqualTo(1);
      assertThat(out.toString()).contains("status: ");
      assertThat(lines).doesNotExist();
    }
  }

  @Test
  void aDataSetIsWrittenAndTheCommandWaitsForIt() throws IOException {
    try (Server server = start()) {
      assertThat(server.dashboard()).isNotNull();
      assertThat(run("--dataset")).as(out.toString()).isZero();
      assertThat(out.toString()).contains("Writing exports/dataset-", "done: written 0");
      try (Stream<Path> sets = Files.list(data.resolve("exports"))) {
        assertThat(sets)
            .singleElement()
            .satisfies(set -> assertThat(set.resolve("dataset.json")).exists());
      }
      Path zip = elsewhere.resolve("set.zip");
      assertThat(run(zip.toString(), "--dataset")).as(out.toString()).isZero();
      try (ZipFile file = new ZipFile(zip.toFile())) {
        assertThat(file.getEntry("dataset/dataset.json")).isNotNull();
      }
      assertThat(run(zip + "2.zip", "--dataset", "--region", "no such")).isEqualTo(1);
      assertThat(run("--dataset", "--region", "no such")).isEqualTo(1);
      assertThat(out.toString()).contains("region: there is no region of this name");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x.csv --dataset", "x.xml", "--dataset --filter a=b"})
  void whatCannotBeMeantIsSaid(String arguments) throws IOException {
    Files.writeString(data.resolve("unused"), "");
    String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");

    assertThat(run(split)).isIn(1, 2);
    assertThat(out.toString()).isNotEmpty();
  }

  @Test
  void withoutAServerItIsSaidHowToStartOne() {
    assertThat(run(elsewhere.resolve("exams.csv").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("No server runs on");
  }
}
