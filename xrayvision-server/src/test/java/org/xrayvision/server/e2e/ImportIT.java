/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.Part10;

/** {@code xrayvision import} as a process of its own beside a server that is another. */
@Timeout(300)
final class ImportIT {
  private static final Path TESTDATA = Path.of("../testdata");

  /** Where the manifest's STORE cannot be, as {@link EveryFileIT} has it. */
  private static final Set<String> BETTER_KNOWN = Set.of("bad/name_crlf_ansi.dcm");

  @TempDir Path temp;

  private Shell.Running start(Path data, Path what) throws IOException {
    return Shell.start(
        Map.of(),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        "org.xrayvision.server.Main",
        "import",
        "--data",
        data.toString(),
        what.toString());
  }

  private static long total(ServerProcess server) throws IOException, InterruptedException {
    String pair = "admin:" + ServerProcess.PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(server.dashboard().resolve("/api/exams"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body).path("total").asLong();
  }

  /** What the summary counts under this heading. */
  private static long count(String output, String what) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("\\d+ " + what + ".*"))
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .sum();
  }

  @Test
  void ofTheTestDataWhatItsManifestSaysIsTakenAndTheRestIsNamed() throws Exception {
    Path data = temp.resolve("data");
    try (ServerProcess server = ServerProcess.serve(data)) {
      Shell.Result result = start(data, TESTDATA).join();

      String output = result.output();
      assertThat(result.exit()).as(output).isEqualTo(1);
      assertThat(count(output, "taken")).isEqualTo(total(server));
      long files;
      try (Stream<Path> all = Files.walk(TESTDATA)) {
        files = all.filter(Files::isRegularFile).count();
      }
      assertThat(
              Stream.of("taken", "there already", "kept beside", "refused", "no DICOM", "DICOMDIR")
                  .mapToLong(what -> count(output, what))
                  .sum())
          .as(output)
          .isEqualTo(files);
      Set<Path> refused = refused(data);
      for (TestFile file : Manifest.read(TESTDATA)) {
        boolean named = refused.contains(file.path().toAbsolutePath().normalize());
        Set<TestFile.Outcome> allowed = file.allowed();
        if (allowed.equals(Set.of(TestFile.Outcome.STORE))
            && !BETTER_KNOWN.contains(file.name().substring(file.name().indexOf('/') + 1))) {
          assertThat(named).as("%s is taken", file).isFalse();
        } else if (allowed.equals(Set.of(TestFile.Outcome.REFUSED)) && isDicom(file)) {
          assertThat(named).as("%s is refused", file).isTrue();
        }
      }
    }
  }

  private static boolean isDicom(TestFile file) throws IOException {
    byte[] bytes = Files.readAllBytes(file.path());
    return bytes.length > 132
        && new String(bytes, 128, 4, StandardCharsets.US_ASCII).equals("DICM");
  }

  private static Set<Path> refused(Path data) throws IOException {
    try (Stream<Path> all = Files.list(data)) {
      Path report =
          all.filter(path -> path.getFileName().toString().matches("import-.*[.]txt"))
              .findFirst()
              .orElseThrow();
      return Files.readAllLines(report).stream()
          .filter(line -> !line.startsWith("conflict: "))
          .map(line -> Path.of(line.substring(line.indexOf('\t') + 1)).normalize())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void whatWasInterruptedGoesOnAndNothingIsBroughtTwice() throws Exception {
    Path data = temp.resolve("data");
    Path files = Files.createDirectories(temp.resolve("files"));
    SmallImages images = new SmallImages();
    List<String> uids = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      SmallImages.Instance image = images.next();
      uids.add(image.uid());
      try (OutputStream out = Files.newOutputStream(files.resolve("IM" + i))) {
        Part10.writeHeader(
            out,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            SOPClass.ComputedRadiographyImageStorage,
            image.uid(),
            null);
        out.write(image.dataSet());
      }
    }
    try (ServerProcess server = ServerProcess.serve(data)) {
      Shell.Running first = start(data, files);
      while (total(server) < 5 && first.process().isAlive()) {
        Thread.sleep(5);
      }
      first.process().toHandle().destroy(); // SIGTERM, which ends it as Ctrl-C does
      Shell.Result ended = first.join();
      assertThat(ended.output()).contains("Ended before it was through");
      assertThat(ended.exit()).isNotZero();
      long before = total(server);
      assertThat(before).isBetween(5L, 399L).isEqualTo(count(ended.output(), "taken"));

      Shell.Result second = start(data, files).join();

      assertThat(second.exit()).as(second.output()).isZero();
      assertThat(count(second.output(), "brought by an earlier run")).isEqualTo(before);
      assertThat(count(second.output(), "taken")).isEqualTo(uids.size() - before);
      assertThat(total(server)).isEqualTo(uids.size());
    }
  }
}
