/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  @TempDir private Path folder;

  @Test
  void openingMakesTheFoldersAndWritesThePid() throws IOException {
    Path root = folder.resolve("new/data");

    try (DataDirectory directory = DataDirectory.open(root)) {
      assertThat(directory.incoming()).isDirectory();
      assertThat(directory.images()).isDirectory();
      assertThat(root.resolve("lock")).hasContent(Long.toString(ProcessHandle.current().pid()));
      assertThat(directory.freeBytes()).isPositive();
    }
  }

  @Test
  void newFoldersAreTheirOwnersAloneAndExistingOnesStayAsTheyAre() throws IOException {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

    try (DataDirectory directory = DataDirectory.open(folder.resolve("new"));
        DataDirectory existing = DataDirectory.open(shared)) {
      assertThat(rights(directory.root())).isEqualTo("rwx------");
      assertThat(rights(directory.images())).isEqualTo("rwx------");
      assertThat(rights(directory.incoming())).isEqualTo("rwx------");
      assertThat(rights(existing.root())).isEqualTo("rwxr-xr-x");
      assertThat(rights(existing.images())).isEqualTo("rwx------");
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aSecondEngineInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    Path link = folder.resolve("link");
    Path root = folder.resolve("data");
    try (DataDirectory first = DataDirectory.open(root)) {
      Files.createSymbolicLink(link, first.root());
      for (Path spelling : new Path[] {root, link, root.resolve("../data")}) {
        assertThatThrownBy(() -> DataDirectory.open(spelling))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("another engine in this process")
            .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
            .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
            .returns(StoreException.Reason.IN_USE, StoreException::reason);
      }
      // POSIX would have dropped the lock had the second one closed the file.
      assertThat(openElsewhere(root)).contains("pid " + ProcessHandle.current().pid());
    }
    assertThat(openElsewhere(root)).isEqualTo("opened");
    DataDirectory.open(root).close();
  }

  @Test
  void aSecondProcessIsNamed() throws Exception {
    Process holder = child(folder, "hold");
    try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("opened");

      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another process (pid " + holder.pid() + ")")
          .hasMessageContaining(folder.toRealPath().toString());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void closingTwiceGivesUpNobodyElsesLock() {
    DataDirectory first = DataDirectory.open(folder);
    first.close();
    try (DataDirectory second = DataDirectory.open(folder)) {
      first.close();
      assertThatThrownBy(() -> DataDirectory.open(second.root()))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void aDatabaseHasOneEngineWhateverItsDirectory() throws IOException {
    Path database = folder.resolve("elsewhere.db");
    try (DataDirectory first = DataDirectory.open(folder.resolve("a"), database)) {
      Files.createFile(database);
      Files.createSymbolicLink(folder.resolve("link.db"), database);
      for (String name : new String[] {"elsewhere.db", "a/../elsewhere.db", "link.db"}) {
        assertThatThrownBy(() -> DataDirectory.open(folder.resolve("b"), folder.resolve(name)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(name + " is in use by another engine in this process")
            .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
            .returns(StoreException.Reason.IN_USE, StoreException::reason);
      }
      assertThat(first.database()).isEqualTo(database);
    }
    DataDirectory.open(folder.resolve("b"), database).close();
  }

  @Test
  void theDatabaseOfAnotherEnginesDirectoryIsItsOwn() {
    try (DataDirectory first = DataDirectory.open(folder.resolve("a"))) {
      assertThatThrownBy(() -> DataDirectory.open(folder.resolve("b"), first.database()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use");
      DataDirectory.open(folder.resolve("b")).close();
    }
  }

  @Test
  void aDatabaseWithoutAFolderIsRefusedAndTheDirectoryIsFreeAgain() {
    Path database = folder.resolve("missing/x.db");
    assertThatThrownBy(() -> DataDirectory.open(folder.resolve("a"), database))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(database.toString());
    DataDirectory.open(folder.resolve("a")).close();
  }

  @Test
  void aDirectoryThatCannotBeOneIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aDirectoryCanBeForced() throws IOException {
    DataDirectory.forceDirectory(folder);

    assertThatThrownBy(() -> DataDirectory.forceDirectory(folder.resolve("missing")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void filesAreNamedByTheUid() {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      assertThat(directory.images().relativize(directory.dicomFile("1.02.3")))
          .hasToString("1.02.3.dcm");
      assertThat(directory.images().relativize(directory.pictureFile("1.2")))
          .hasToString("1.2.png");
      assertThat(directory.images().relativize(directory.conflictFile("1.2", 3)))
          .hasToString("1.2.3.dcm");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "1..2", "1.2.", "../1", "1/2", "a", "1.2\u0000", "١"})
  void whatIsNoUidNamesNoFile(String uid) {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      assertThatIllegalArgumentException().isThrownBy(() -> directory.dicomFile(uid));
      assertThatIllegalArgumentException().isThrownBy(() -> directory.dicomFile("1".repeat(65)));
    }
  }

  private static String openElsewhere(Path root) throws Exception {
    Process process = child(root, "try");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      return out.readLine();
    } finally {
      process.waitFor();
    }
  }

  private static Process child(Path root, String what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            root.toString(),
            what)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Another process that opens a data directory, says so, and holds it until it is ended. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      try (DataDirectory directory = DataDirectory.open(Path.of(args[0]))) {
        System.out.println(directory.incoming().toFile().isDirectory() ? "opened" : "bare");
        if (args[1].equals("hold")) {
          Thread.sleep(60_000);
        }
      } catch (StoreException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
