/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private Process start(Path working, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Djava.awt.headless=true"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EmbeddingProgram.class.getName());
    command.add(folder.resolve("one").toString());
    command.add(folder.resolve("other").toString());
    for (String file : List.of("ro/olteanu_torace_1", "ts/cr_jpeg70", "ts/cr_rle")) {
      command.add(Path.of("../testdata", file + ".dcm").toAbsolutePath().toString());
    }
    return new ProcessBuilder(command)
        .directory(working.toFile())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void aNativeLibraryThatCannotBeUnpackedIsOneSentenceThatSaysWhatToDo() throws Exception {
    Path nowhere = folder.resolve("nowhere");

    Process program = start(made("working"), "-Dorg.sqlite.tmpdir=" + nowhere);
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(program.waitFor()).isEqualTo(1);
    assertThat(output.lines().filter(line -> line.contains("Exception in thread")))
        .singleElement()
        .asString()
        .contains("SQLite's native library cannot be loaded from " + nowhere + ": ")
        .contains("noexec", "-Dorg.sqlite.tmpdir=");
  }

  @Test
  void noFileOutsideTheDataDirectoryNoSettingOfTheJvmAndNoWordIsLeft() throws Exception {
    Path working = made("working");
    Path temporary = made("temporary");
    Path home = made("home");
    Process program = start(working, "-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home);
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(program.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> !line.startsWith("SLF4J")))
        .containsExactly("read: DONE", "read: DONE", "read: DONE", "read: DONE", "formats: true");
    assertThat(files(working)).isEmpty();
    assertThat(files(temporary)).isEmpty();
    assertThat(files(home)).isEmpty();
  }
}
