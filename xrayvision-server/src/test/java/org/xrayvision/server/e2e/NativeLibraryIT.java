/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where SQLite's native library is unpacked, which is settled once in a process. */
@Timeout(60)
final class NativeLibraryIT {
  @TempDir private Path data;

  @Test
  void itIsUnpackedInTheDataDirectoryWhereNobodyElseLooks() throws Exception {
    Shell.Result listed = users("-Djava.io.tmpdir=/nowhere");

    assertThat(listed.exit()).as(listed.output()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tmp"))))
        .isEqualTo("rwx------");
  }

  @Test
  void oneThatCannotBeLoadedIsOneSentence() throws Exception {
    Shell.Result failed = users("-Dorg.sqlite.tmpdir=/nowhere");

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.output().lines())
        .filteredOn(line -> line.startsWith("xrayvision: "))
        .singleElement()
        .asString()
        .contains("SQLite's native library cannot be loaded from /nowhere: ", "noexec");
    assertThat(failed.output()).doesNotContain("\tat ");
    assertThat(data.resolve("tmp")).doesNotExist();
  }

  private Shell.Result users(String option) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                "org.xrayvision.server.Main",
                "user",
                "list",
                "--data",
                data.toString()));
    return Shell.run(command.toArray(String[]::new));
  }
}
