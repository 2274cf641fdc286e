/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Putting a copy in a database's place where things go wrong. */
class DatabaseFileTest {
  @TempDir private Path folder;
  private Path database;
  private Path copy;
  private Path aside;

  @BeforeEach
  void twoDatabases() {
    database = folder.resolve("xrayvision.db");
    copy = folder.resolve("copy.db");
    aside = folder.resolve("xrayvision.db.before-now");
    Database.script(database, "CREATE TABLE exams (uid TEXT); INSERT INTO exams VALUES ('old')");
    Database.script(copy, "CREATE TABLE exams (uid TEXT); INSERT INTO exams VALUES ('new')");
  }

  private static List<String> uids(Path file) {
    return Database.rows(file, "SELECT uid FROM exams");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whereThereAreNoHardLinksWhatStoodThereIsCopied() throws IOException {
    DatabaseFile.SecondName none =
        (name, file) -> {
          throw new FileSystemException(
              name.toString(), file.toString(), "Operation not permitted");
        };

    DatabaseFile.replace(copy, database, aside, file -> {}, none);

    assertThat(uids(database)).containsExactly("new");
    assertThat(uids(aside)).containsExactly("old");
    assertThat(files()).containsExactly("copy.db", "xrayvision.db", "xrayvision.db.before-now");
  }

  @Test
  void aNameThatIsTakenIsNotWrittenOver() throws IOException {
    Files.writeString(aside, "an earlier one");

    assertThatThrownBy(() -> DatabaseFile.replace(copy, database, aside, file -> {}))
        .isInstanceOf(StoreException.class);

    assertThat(aside).hasContent("an earlier one");
    assertThat(uids(database)).containsExactly("old");
    assertThat(files()).containsExactly("copy.db", "xrayvision.db", "xrayvision.db.before-now");
  }

  @Test
  void whatIsToBeChangedInTheCopyIsChangedBeforeItStandsThere() throws IOException {
    DatabaseFile.replace(
        copy,
        database,
        aside,
        file -> {
          assertThat(uids(database)).containsExactly("old");
          Database.script(file, "UPDATE exams SET uid = 'changed'");
        });
    assertThat(uids(database)).containsExactly("changed");
    assertThat(uids(copy)).containsExactly("new");

    assertThatThrownBy(
            () ->
                DatabaseFile.replace(
                    copy,
                    database,
                    folder.resolve("xrayvision.db.before-then"),
                    file -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(uids(database)).containsExactly("changed");
    assertThat(files()).containsExactly("copy.db", "xrayvision.db", "xrayvision.db.before-now");
  }

  @Test
  void whatARestoreHasLeftThatWasKilledIsDeletedAtTheNextStart() throws IOException {
    for (String left :
        List.of(
            "xrayvision.db.restoring",
            "xrayvision.db.restoring-journal",
            "server.db.restoring",
            "server.db.before-now.part")) {
      Files.writeString(folder.resolve(left), "half a database");
    }
    Files.writeString(aside, "whole");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("other.sqlite");
    Path left = Files.writeString(elsewhere.resolveSibling("other.sqlite.restoring"), "half");

    DataDirectory.open(folder, elsewhere).close();

    assertThat(left).doesNotExist();

    assertThat(files())
        .contains("copy.db", "xrayvision.db", "xrayvision.db.before-now")
        .noneMatch(name -> name.contains("restoring") || name.endsWith(".part"));
  }
}
