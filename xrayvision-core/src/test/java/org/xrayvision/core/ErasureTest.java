/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.Upkeep.KnownBy;
import org.xrayvision.core.Upkeep.KnownPatient;
import org.xrayvision.spi.VisionAnswer;

/** That nothing of a patient who was erased lies about, and by what he is found. */
@Timeout(180)
final class ErasureTest {
  private static final Path CHEST = Path.of("../testdata/ro/olteanu_torace_1.dcm");
  private static final Duration HOURS = Duration.ofHours(2);

  private final HandClock clock = new HandClock();
  @TempDir private Path folder;

  private XRayVision started() {
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(
                request -> VisionAnswer.builder().text("Opacity of Olteanu.").severity(7).build())
            .clock(clock)
            .build();
    engine.start();
    return engine;
  }

  private static String read(XRayVision engine) throws Exception {
    String uid = Objects.requireNonNull(engine.ingest(CHEST).uid());
    while (engine.exam(uid).orElseThrow().exam().status() != ExamStatus.DONE) {
      Thread.sleep(10);
    }
    return uid;
  }

  private static String patient(XRayVision engine, String uid) {
    return engine.exam(uid).orElseThrow().exam().patient().key();
  }

  private void script(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.executeUpdate(sql);
    }
  }

  private String bytes(String file) throws IOException {
    return Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
  }

  @Test
  void neitherTheExamsNumberNorAnOlderTextIsLeftInTheFile() throws Exception {
    String uid;
    String key;
    try (XRayVision engine = started()) {
      uid = read(engine);
      key = patient(engine, uid);
      engine.statistics().tally(StatisticsUnit.EXAM);
      engine.review(uid, "ann", true);
      assertThat(engine.requeue(uid)).isTrue();
      read(engine);
      engine.statistics().tally(StatisticsUnit.EXAM);

      assertThat(engine.upkeep().erase(key)).isPresent();
      assertThat(engine.statistics().tally(StatisticsUnit.EXAM).exams()).isZero();
      clock.advance(HOURS);
      engine.upkeep().putOrphansAside();
    }
    assertThat(bytes("xrayvision.db"))
        .doesNotContain(uid)
        .doesNotContain(key)
        .doesNotContainIgnoringCase("olteanu");
  }

  @Test
  void whatHasNotArrivedWholeGoesWithAnybodyWhoIsErased() throws Exception {
    try (XRayVision engine = started()) {
      String uid = read(engine);
      Path aside = Files.createDirectories(folder.resolve("orphans")).resolve("1.part");
      Files.writeString(aside, "begins with OLTEANU^");
      Path left = Files.writeString(folder.resolve("incoming/2.part"), "OLTEANU^");
      Files.setLastModifiedTime(left, FileTime.from(clock.instant().minus(HOURS)));
      Path arriving = Files.writeString(folder.resolve("incoming/3.part"), "is arriving");
      Files.setLastModifiedTime(arriving, FileTime.from(clock.instant()));

      assertThat(engine.upkeep().erase(patient(engine, uid)).orElseThrow().left()).isEmpty();

      assertThat(aside).doesNotExist();
      assertThat(left).doesNotExist();
      assertThat(arriving).exists();
    }
  }

  @Test
  void aPatientIsKnownByHisIdWithAndWithoutItsNamespaceAndByThatOfTheHospital() throws Exception {
    try (XRayVision engine = started()) {
      String key = patient(engine, read(engine));
      script(
          "INSERT INTO patients (cnp, id) VALUES ('ward:77', 'H-1'), ('77', NULL), ('8', '77'),"
              + " ('uid:77', NULL)");

      assertThat(engine.upkeep().knownBy(key))
          .containsExactly(new KnownPatient(key, KnownBy.PATIENT_ID, 1));
      assertThat(engine.upkeep().knownBy("ward:77"))
          .containsExactly(new KnownPatient("ward:77", KnownBy.PATIENT_ID, 0));
      assertThat(engine.upkeep().knownBy("H-1"))
          .containsExactly(new KnownPatient("ward:77", KnownBy.HIS_ID, 0));
      assertThat(engine.upkeep().knownBy("77"))
          .containsExactly(
              new KnownPatient("77", KnownBy.PATIENT_ID, 0),
              new KnownPatient("ward:77", KnownBy.PATIENT_ID_OF_A_NAMESPACE, 0),
              new KnownPatient("8", KnownBy.HIS_ID, 0));
      assertThat(engine.upkeep().knownBy("7")).isEmpty();
    }
  }
}
