/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"xrayvision.db", "server.db", "images"})
  void aFolderWithDataThatTheDemoHasNotMadeIsRefusedAndLeftAsItIs(String what) throws IOException {
    Path real = Files.writeString(folder.resolve(what), "real");

    assertThat(run("demo", "--data", folder.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("data that the demo has not made", folder.toString());
    assertThat(folder).isDirectoryContaining(real::equals);
    assertThat(folder.toFile().list()).containsExactly(what);
    assertThat(real).hasContent("real");
  }

  @Test
  void theDemoListensOnThisMachineOnlyKeepsToItsFolderAndMarksItAgainstServe(@TempDir Path other)
      throws Exception {
    Path real = other.resolve("real.db");
    Path configuration = other.resolve("site.cfg");
    Files.writeString(
        configuration,
        "[general]\nXRAYVISION_DB_PATH = "
            + real
            + "\n[dashboard]\nhttp_address = *\n[plugins]\nvision_model = sends-out\n"
            + "report_reader = sends-out\nexam_listener = sends-out\ndirectory = "
            + other);
    Path data = folder.resolve("demo");

    demo("--data", data.toString(), "--config", configuration.toString());
    demo("--data", data.toString());

    assertThat(out.toString())
        .contains("dashboard: http://127.0.0.1:", "dicom: XRAYVISION@127.0.0.1:");
    assertThat(real).doesNotExist();
    assertThat(data.resolve("xrayvision.log"))
        .content()
        .contains("plugin openai (vision model", "plugin openai (report reader")
        .doesNotContain("sends-out");
    assertThat(data.resolve("xrayvision.db")).exists();
    assertThat(data.resolve(DemoFolder.MARKER)).content().contains("simulated");
    assertThat(run("serve", "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("was made by \"xrayvision demo\"");
  }

  @Test
  void theTemporaryFolderIsGoneAfterwards() throws Exception {
    demo();

    String line =
        out.toString().lines().filter(text -> text.startsWith("data: ")).findFirst().orElseThrow();
    assertThat(line).endsWith(" (deleted at the end)");
    assertThat(Path.of(line.substring(6, line.indexOf(" (deleted")))).doesNotExist();
  }

  @Test
  void aPortThatCannotBeIsWrongUse() {
    assertThat(run("demo", "--dicom-port", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--dicom-port");
  }

  private void demo(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("demo", "--http-port", "0"));
    arguments.addAll(List.of("--dicom-port", "0"));
    arguments.addAll(List.of(more));
    int before = out.toString().length();
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread command =
        new Thread(() -> code.complete(run(arguments.toArray(String[]::new))), "demo command");
    command.start();
    while (out.toString().indexOf("simulated: ", before) < 0 && !code.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    command.interrupt();
    assertThat(code.get(120, TimeUnit.SECONDS)).as(err.toString()).isZero();
  }

  private int run(String... arguments) {
    return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
