/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.spi.VisionAnswer;

/** Copies of databases, and putting them back. */
final class DatabasesTest {
  private static final Path CHEST = Path.of("../testdata/ro/olteanu_torace_1.dcm");
  private static final Path RLE = Path.of("../testdata/ts/cr_rle.dcm");

  @TempDir private Path temp;

  private Path data() {
    return temp.resolve("data");
  }

  private Path database() {
    return data().resolve("xrayvision.db");
  }

  private Path copy() {
    return temp.resolve("copies").resolve("copy.db");
  }

  private XRayVision started() {
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(data())
            .visionModel(request -> VisionAnswer.of("Normal."))
            .build();
    engine.start();
    return engine;
  }

  private static void script(Path file, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCopyIsMadeWhileTheEngineWorksAndIsForItsOwnerAlone() throws IOException {
    try (XRayVision engine = started()) {
      String uid = Objects.requireNonNull(engine.ingest(CHEST).uid());

      Databases.backUp(database(), copy());
      engine.ingest(RLE);

      assertThat(Databases.check(copy()))
          .isEqualTo(new Databases.Checked(Databases.Content.EXAMS, Databases.newestForm()));
      assertThat(Files.getPosixFilePermissions(copy()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getPosixFilePermissions(copy().getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(uid).isNotEmpty();
    }
  }

  @Test
  void whatStoodThereIsKeptBesideWhatIsRestored() throws IOException {
    String first;
    String second;
    try (XRayVision engine = started()) {
      first = Objects.requireNonNull(engine.ingest(CHEST).uid());
      Databases.backUp(database(), copy());
      second = Objects.requireNonNull(engine.ingest(RLE).uid());
    }
    Files.delete(data().resolve("images").resolve(second + ".dcm"));

    Path aside = Databases.restore(data(), null, database(), copy(), "now");

    assertThat(aside).isNotNull().hasFileName("xrayvision.db.before-now");
    try (XRayVision engine = started()) {
      assertThat(engine.exam(first)).isPresent();
      assertThat(engine.exam(second)).isEmpty();
    }
    assertThat(Databases.check(Objects.requireNonNull(aside)).content())
        .isEqualTo(Databases.Content.EXAMS);
    assertThat(copy()).exists();
  }

  @Test
  void aLogThatADeadServerLeftDoesNotMeetTheRestoredFile() throws IOException {
    started().close();
    Databases.backUp(database(), copy());
    Files.writeString(data().resolve("xrayvision.db"), "no database any more, and");
    Files.writeString(data().resolve("xrayvision.db-wal"), "a log that belongs to nothing");

    Databases.restore(data(), null, database(), copy(), "now");

    assertThat(data().resolve("xrayvision.db-wal")).doesNotExist();
    assertThat(data().resolve("xrayvision.db.before-now")).hasContent("no database any more, and");
    started().close();
  }

  @Test
  void nothingIsRestoredWhileAnEngineHasTheDirectory() {
    try (XRayVision engine = started()) {
      Databases.backUp(database(), copy());

      assertThatThrownBy(() -> Databases.restore(data(), null, database(), copy(), "now"))
          .isInstanceOf(XRayVisionException.class)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
      assertThat(engine.regions()).isNotEmpty();
    }
  }

  @Test
  void aDamagedOrNewerCopyChangesNothing() throws IOException {
    started().close();
    byte[] before = Files.readAllBytes(database());
    Databases.backUp(database(), copy());
    script(copy(), "INSERT INTO schema_history VALUES (9999, '9999_future', 0)");

    assertThatThrownBy(() -> Databases.restore(data(), null, database(), copy(), "now"))
        .hasMessageContaining("newer XRayVision")
        .hasMessageContaining("9999");

    try (RandomAccessFile file = new RandomAccessFile(copy().toFile(), "rw")) {
      file.seek(4096 + 100);
      file.write(new byte[8000]);
    }
    assertThatThrownBy(() -> Databases.restore(data(), null, database(), copy(), "now"))
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("damaged");
    assertThat(Files.readAllBytes(database())).isEqualTo(before);
    assertThat(data().resolve("xrayvision.db.before-now")).doesNotExist();
  }

  @Test
  void aCopyThatCannotBeMadeLeavesNothing() throws IOException {
    Files.createDirectories(temp.resolve("copies"));
    assertThatThrownBy(() -> Databases.backUp(database(), copy()))
        .hasMessageContaining("there is no database");
    Files.writeString(temp.resolve("text"), "a text that is longer than a header of SQLite is");
    assertThatThrownBy(() -> Databases.backUp(temp.resolve("text"), copy()))
        .isInstanceOf(XRayVisionException.class);
    assertThat(temp.resolve("copies")).isEmptyDirectory();
  }

  @Test
  void theCopiesThatStillHoldAPatientAreNamed() throws IOException {
    Path without = temp.resolve("copies").resolve("without.db");
    try (XRayVision engine = started()) {
      Databases.backUp(database(), without);
      String uid = Objects.requireNonNull(engine.ingest(CHEST).uid());
      Databases.backUp(database(), copy());
      String key = engine.exam(uid).orElseThrow().exam().patient().key();

      assertThat(Databases.stillHolding(database(), List.of(without, copy()), key))
          .containsExactly(copy());
    }
  }
}
