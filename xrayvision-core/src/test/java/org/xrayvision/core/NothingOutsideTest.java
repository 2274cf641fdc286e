/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine leaves behind in the program that embeds it: nothing. */
@Timeout(120)
class NothingOutsideTest {
  @TempDir private Path folder;

  private Path made(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          // sqlite-jdbc unpacks its native library, and says by a second file that it is in use.
          .filter(name -> !name.matches("sqlite-.*sqlitejdbc\\.so(\\.lck)?"))
          .toList();
    }
  }

  @Test
  void noFileOutsideTheDataDirectoryNoSettingOfTheJvmAndNoWordIsLeft() throws Exception {
    Path working = made("working");
    Path temporary = made("temporary");
    Path home = made("home");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddingProgram.class.getName(),
                folder.resolve("one").toString(),
                folder.resolve("other").toString(),
                Path.of("../testdata/ro/olteanu_torace_1.dcm").toAbsolutePath().toString(),
                Path.of("../testdata/ts/cr_jpeg70.dcm").toAbsolutePath().toString(),
                Path.of("../testdata/ts/cr_rle.dcm").toAbsolutePath().toString())
            .directory(working.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(program.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> !line.startsWith("SLF4J")))
        .containsExactly("read: DONE", "read: DONE", "read: DONE", "read: DONE", "formats: true");
    assertThat(files(working)).isEmpty();
    assertThat(files(temporary)).isEmpty();
    assertThat(files(home)).isEmpty();
  }
}
