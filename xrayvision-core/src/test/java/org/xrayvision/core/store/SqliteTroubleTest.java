/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.exam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.store.StoreException.Reason;

/** Files that cannot be used, and databases that do not do what they are asked. */
class SqliteTroubleTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("xrayvision.db");
  }

  private StoreOptions options() {
    return StoreOptions.defaults(folder.resolve("backup")).withBusyTimeout(Duration.ofMillis(300));
  }

  private SqliteExamStore open() {
    return SqliteExamStore.open(file, options());
  }

  private void assertRefused(Reason reason, String... words) throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(words)
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .returns(reason, StoreException::reason);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(folder.resolve("backup")).doesNotExist();
  }

  @Test
  void aNewerDatabaseIsRefusedAndLeftAlone() throws IOException {
    open().close();
    Database.execute(file, "INSERT INTO schema_history VALUES (9999, 'future', 0)");

    assertRefused(Reason.NEWER, "newer", "9999");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(file, "[general]\nnot a database at all, but text\n");

    assertRefused(Reason.DAMAGED, "no SQLite database");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() throws IOException {
    Database.script(file, "CREATE TABLE moz_places (id INTEGER)");

    assertRefused(Reason.DAMAGED, "not ours");
  }

  @Test
  void aDamagedDatabaseIsRefusedAndLeftAlone() throws IOException {
    try (SqliteExamStore store = open()) {
      for (int i = 0; i < 20; i++) {
        store.add(exam("1." + i));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4096 * 4, bytes.length - 4096, (byte) 0x5A);
    Files.write(file, bytes);

    assertRefused(Reason.DAMAGED, "damaged", "restore a backup");
  }

  @Test
  void aTruncatedDatabaseIsRefusedAndLeftAlone() throws IOException {
    open().close();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused(Reason.DAMAGED, "damaged");
  }

  @Test
  void withoutABackupNothingIsMigrated() throws IOException {
    Database.script(
        file, "CREATE TABLE exams (uid TEXT PRIMARY KEY); INSERT INTO exams VALUES ('1.1');");
    byte[] before = Files.readAllBytes(file);
    Files.writeString(folder.resolve("backup"), "a file where the folder should be");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no backup");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void anEmptyFileIsANewDatabase() throws IOException {
    Files.createFile(file);

    try (SqliteExamStore store = open()) {
      assertThat(store.add(exam("1.1"))).isTrue();
    }
  }

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    try (SqliteExamStore store = open()) {
      store.add(exam("1.1"));
    }
    try (SqliteExamStore store = open()) {
      assertThat(store.awaitingPicture(10)).containsExactly("1.1");
      assertThat(store.journal("1.1")).hasSize(1);
    }
  }

  @Test
  void aDatabaseLockedByAnotherProgramIsBusyAndRecovers() throws SQLException {
    try (SqliteExamStore store = open();
        Connection other = Database.connect(file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> store.add(exam("1.1")))
          .isInstanceOf(StoreException.class)
          .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
          .returns(Reason.BUSY, StoreException::reason);
      assertThat(store.page(ExamQuery.all(1, 10)).total()).isZero();

      statement.execute("ROLLBACK");
      assertThat(store.add(exam("1.1"))).isTrue();
    }
  }

  @Test
  void aFullDiskIsSaidSoAndNothingIsHalfWritten() {
    try (SqliteExamStore store = open()) {
      store.add(exam("1.1"));
      store.limitPages(1);

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  store.add(exam("2." + i));
                }
              })
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("disk is full")
          .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
          .returns(Reason.DISK_FULL, StoreException::reason);

      store.limitPages(1_000_000);
      long before = store.page(ExamQuery.all(1, 1)).total();
      assertThat(store.events(0, 10_000)).hasSize((int) before);
      assertThat(store.add(exam("3.1"))).isTrue();
    }
  }

  @Test
  void noMessageQuotesWhatWasToBeWritten() {
    try (SqliteExamStore store = open()) {
      Database.script(
          file,
          "CREATE TRIGGER no BEFORE INSERT ON exams BEGIN SELECT raise(ABORT, 'not today'); END");

      assertThatThrownBy(() -> store.add(exam("1.1")))
          .isInstanceOf(StoreException.class)
          .satisfies(
              e -> {
                for (Throwable t = e; t != null; t = t.getCause()) {
                  assertThat(t.toString()).doesNotContain("Popescu", "1700131400019");
                }
              });
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    SqliteExamStore store = open();
    store.close();
    store.close();

    assertThatThrownBy(() -> store.add(exam("1.1"))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.exam("1.1")).isInstanceOf(StoreException.class);
  }

  @Test
  void anInterruptedWorkerStillWritesWhatItHasInHand() {
    try (SqliteExamStore store = open()) {
      Thread.currentThread().interrupt();
      assertThat(store.add(exam("1.1"))).isTrue();
      assertThat(store.exam("1.1")).isPresent();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aListenerThatThrowsStopsNeitherTheWriterNorTheNextListener() {
    try (SqliteExamStore store = open()) {
      int[] told = {0};
      Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
      Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> told[0] += 10);
      try {
        store.onCommit(
            () -> {
              throw new IllegalStateException("a bad listener");
            });
        store.onCommit(() -> told[0]++);
        assertThat(store.add(exam("1.1"))).isTrue();
      } finally {
        Thread.currentThread().setUncaughtExceptionHandler(before);
      }
      assertThat(told[0]).isEqualTo(11);
    }
  }

  @Test
  void aFailedWriteTakesNoOtherOfItsGroupWithIt() throws InterruptedException {
    try (SqliteExamStore store = open()) {
      store.add(exam("1.1"));
      ConflictingObject object = new ConflictingObject("f", "ee", 1, null, NOON);
      List<Thread> threads =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            if (i % 2 == 0) {
                              store.add(exam("2." + i));
                            } else {
                              assertThatThrownBy(() -> store.addConflict("none." + i, object))
                                  .isInstanceOf(IllegalArgumentException.class);
                            }
                          }))
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(store.page(ExamQuery.all(1, 1)).total()).isEqualTo(21);
      assertThat(store.lastSeq()).isEqualTo(21);
      assertThat(Database.rows(file, "PRAGMA integrity_check")).containsExactly("ok");
    }
  }

  @Test
  void oldEventsAboutNoExamAreForgottenAndCursorsBeforeThemStartAnew() {
    try (SqliteExamStore store = open()) {
      store.add(exam("1.1"));
      Database.execute(
          file, "INSERT INTO events (at, kind, payload) VALUES (?, 'other', '{}')", 1_000L);
      store.add(exam("1.2"));

      assertThat(store.events(0, 10)).hasSize(3);
      assertThat(store.purgeEvents(NOON)).isEqualTo(1);

      assertThat(store.events(0, 10)).hasSize(2);
      assertThat(store.resyncBefore()).isEqualTo(2);
      assertThat(store.lastSeq()).isEqualTo(3);
    }
  }

  @Test
  void theSettingsThatMakeAWriteDurableAreOn() {
    try (SqliteExamStore store = open()) {
      assertThat(store.pragma("journal_mode")).isEqualTo("wal");
      assertThat(store.pragma("synchronous")).isEqualTo("2");
      assertThat(store.pragma("foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void refusalsDoNotGrowWithoutEnd() {
    try (SqliteExamStore store = open()) {
      Database.script(
          file,
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10050)"
              + " INSERT INTO refusals (at, status, reason) SELECT i, 1, 'x' FROM n");
      store.refuse(new Refusal(NOON, null, null, null, 1, "y"));

      assertThat(store.refusals(Integer.MAX_VALUE)).hasSize(Arrivals.MAX_REFUSALS);
    }
  }

  @Test
  void oneBackupIsOneFileWithoutLeftovers() throws IOException {
    Database.script(file, "CREATE TABLE exams (uid TEXT PRIMARY KEY)");
    open().close();
    try (Stream<Path> files = Files.list(folder.resolve("backup"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(new String(Files.readAllBytes(file), 0, 15, StandardCharsets.US_ASCII))
        .isEqualTo("SQLite format 3");
  }
}
