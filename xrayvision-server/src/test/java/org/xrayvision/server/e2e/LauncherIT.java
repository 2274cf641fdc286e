/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./xrayvision}, in a tree with what this build has made. A stand-in for Maven notes how it
 * was called: the real one would build over the feet of the build that runs this.
 */
@Timeout(300)
final class LauncherIT {
  private static final String MARKER = "calls-of-mvn";

  @TempDir Path root;
  @TempDir Path temporary;
  private Path target;

  @BeforeEach
  void makeTree() throws IOException {
    Files.copy(Path.of("../xrayvision"), root.resolve("xrayvision"));
    assertThat(root.resolve("xrayvision").toFile().setExecutable(true)).isTrue();
    Path scripts = Files.createDirectory(root.resolve("scripts"));
    Files.copy(Path.of("../scripts/commit.sh"), scripts.resolve("commit.sh"));
    assertThat(scripts.resolve("commit.sh").toFile().setExecutable(true)).isTrue();
    Files.createFile(root.resolve("pom.xml"));
    Files.createDirectories(root.resolve("xrayvision-server/src/main"));
    Files.createFile(root.resolve("xrayvision-server/pom.xml"));
    Files.createDirectories(root.resolve("testdata/phantoms"));
    Files.createFile(root.resolve("testdata/phantoms/chest.png"));
    target = Files.createDirectory(root.resolve("xrayvision-server/target"));
    Path built = Path.of("target").toAbsolutePath();
    Files.copy(built.resolve("xrayvision-server.jar"), target.resolve("xrayvision-server.jar"));
    Files.createSymbolicLink(target.resolve("lib"), built.resolve("lib"));
    Path mvn = Files.createDirectory(root.resolve("bin")).resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\necho \"$@\" >> '" + root.resolve(MARKER) + "'\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    for (Path path : List.of(root.resolve("testdata/phantoms/chest.png"), root)) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(600)));
    }
    Files.createFile(target.resolve("built"));
  }

  @Test
  void theDemoSaysWhereItIsAndEndsSoonAfterASignal() throws Exception {
    Process demo = start("demo", "--http-port", "0", "--dicom-port", "0");
    List<String> lines = linesUntil(demo, "dicom: ");

    assertThat(lines)
        .anyMatch(line -> line.startsWith("dashboard: http://127.0.0.1:"))
        .anyMatch(line -> line.equals("user: admin"))
        .anyMatch(line -> line.startsWith("password: "))
        .anyMatch(line -> line.startsWith("dicom: XRAYVISION@127.0.0.1:"));
    demo.destroy();
    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(demo.exitValue()).isEqualTo(128 + 15);
    assertThat(demos()).isEmpty();
    assertThat(root.resolve(MARKER)).doesNotExist();
  }

  @Test
  void aSignalInTheMidstOfTheStartLeavesNoTemporaryFolder() throws Exception {
    Process demo = start("demo", "--http-port", "0", "--dicom-port", "0");
    while (demos().isEmpty() && demo.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }

    demo.destroy();

    assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(demos()).isEmpty();
  }

  @Test
  void aChangedPhantomIsASource() throws Exception {
    Path phantom = root.resolve("testdata/phantoms/chest.png");
    Files.setLastModifiedTime(phantom, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run("--version")).anyMatch(line -> line.contains("building; log: "));

    assertThat(root.resolve(MARKER)).content().contains("-o ", "-Dmaven.test.skip=true package");
  }

  @Test
  void theJarOfAnEarlierVersionIsNeitherRunNorKept() throws Exception {
    Path old = Files.writeString(target.resolve("xrayvision-server-0.0.1.jar"), "no jar");
    Files.delete(target.resolve("built"));

    assertThat(run("--version")).anyMatch(line -> line.startsWith("XRayVision "));

    assertThat(old).doesNotExist();
  }

  @Test
  void aBuildFromGitNamesItsCommitAndOneWithoutGitNone() throws Exception {
    Files.delete(target.resolve("built"));
    run("--version");
    assertThat(root.resolve(MARKER)).content().doesNotContain("build.commit");

    git("init", "-q");
    git("add", "xrayvision");
    git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "x");
    String commit = git("rev-parse", "HEAD");
    assertThat(commit).matches("[0-9a-f]{40}");
    assertThat(called()).contains("-Dbuild.commit=" + commit);

    Files.writeString(root.resolve("xrayvision"), "\n", StandardOpenOption.APPEND);
    assertThat(called()).contains("-Dbuild.commit=" + commit + "-dirty");

    // A tarball's sources in somebody else's repository are not of his commit.
    Path inner = Files.createDirectories(root.resolve("inner/scripts")).resolve("commit.sh");
    Files.copy(root.resolve("scripts/commit.sh"), inner);
    assertThat(output(new ProcessBuilder("bash", inner.toString()))).isEmpty();
  }

  /** The words of the build that is made now. */
  private List<String> called() throws Exception {
    Files.delete(root.resolve(MARKER));
    Files.delete(target.resolve("built"));
    run("--version");
    return List.of(
        Files.readString(root.resolve(MARKER)).lines().findFirst().orElse("").split(" "));
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    return output(new ProcessBuilder(command));
  }

  private static String output(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("xrayvision").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    builder.environment().merge("PATH", root.resolve("bin") + ":", (path, bin) -> bin + path);
    return builder.start();
  }

  private List<String> run(String... arguments) throws Exception {
    Process process = start(arguments);
    List<String> lines = linesUntil(process, "");
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  /** The output up to a line that begins so, or to its end where that is nothing. */
  private static List<String> linesUntil(Process process, String beginning) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (!beginning.isEmpty() && line.startsWith(beginning)) {
        break;
      }
    }
    return lines;
  }

  private List<Path> demos() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("xrayvision-demo"))
          .toList();
    }
  }
}
