/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.core.store.StoredInstance;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.Part10;

/**
 * What stands on the disk after a crash at each point of the way, and what start-up makes of it.
 */
class RecoveryTest extends IngestFixture {
  private static final String UID = "1.2.840.1.80";
  private static final byte[] DATA_SET = bytes(chest(UID).build());

  private static byte[] other(int n) {
    return bytes(chest(UID).set(Tag.StudyID, Integer.toString(n)).build());
  }

  /** A file as this door writes it, from the sender DX1. */
  private static byte[] written(String uid, byte[] dataSet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.writeHeader(out, EXPLICIT, CR, uid, "DX1");
    out.write(dataSet);
    return out.toByteArray();
  }

  private void assertStoredOnce() {
    assertThat(store(UID, DATA_SET).outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(images()).containsExactly(UID + ".dcm");
    assertThat(incoming()).isEmpty();
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(DATA_SET);
  }

  @Test
  void crashWhileItArrived() throws IOException {
    Files.write(directory.incoming().resolve("a.part"), new byte[] {1, 2, 3});
    Files.write(directory.incoming().resolve("b.part"), written(UID, DATA_SET));
    restart();
    Recovery recovery = ingest.recover();
    assertThat(recovery.partsDeleted()).isEqualTo(2);
    assertThat(recovery.recovered()).isEmpty();
    assertThat(incoming()).isEmpty();
    assertThat(store.instance(UID)).as("never acknowledged").isEmpty();
    assertThat(store(UID, DATA_SET).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void crashBetweenFileAndRow() throws IOException {
    Files.write(directory.dicomFile(UID), written(UID, DATA_SET));
    Instant arrived = Instant.parse("2024-06-30T08:00:00Z");
    Files.setLastModifiedTime(directory.dicomFile(UID), FileTime.from(arrived));
    restart();
    Recovery recovery = ingest.recover();
    assertThat(recovery.recovered()).containsExactly(directory.dicomFile(UID));
    StoredInstance stored = store.instance(UID).orElseThrow();
    assertThat(stored.status()).isEqualTo(ExamStatus.NONE);
    assertThat(stored.sha256()).isEqualTo(sha256(DATA_SET));
    assertThat(stored.length()).isEqualTo(DATA_SET.length);
    assertThat(store.exam(UID).orElseThrow().received()).isEqualTo(arrived);
    assertThat(store.exam(UID).orElseThrow().patient().name()).isEqualTo("Olteanu Maria");
    assertStoredOnce();
  }

  @Test
  void crashBetweenRowAndAnswer() {
    store(UID, DATA_SET);
    restart();
    Recovery recovery = ingest.recover();
    assertThat(recovery.recovered()).isEmpty();
    assertThat(store.journal(UID)).hasSize(1);
    assertStoredOnce();
  }

  @Test
  void crashBetweenAConflictAndItsRow() throws IOException {
    store(UID, DATA_SET);
    Files.write(directory.conflictFile(UID, 1), written(UID, other(1)));
    restart();
    Recovery recovery = ingest.recover();
    assertThat(recovery.recovered()).containsExactly(directory.conflictFile(UID, 1));
    assertThat(store.instance(UID).orElseThrow().conflict()).isTrue();
    assertThat(store.instance(UID + ".1")).as("no exam of its own").isEmpty();
    assertThat(store.conflicts(UID)).extracting("sha256").containsExactly(sha256(other(1)));
    assertThat(store(UID, other(1)).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(images()).hasSize(2);
  }

  @Test
  void crashBetweenTheSecondConflictAndItsRow() throws IOException {
    store(UID, DATA_SET);
    store(UID, other(1));
    Files.write(directory.conflictFile(UID, 2), written(UID, other(2)));
    restart();
    assertThat(ingest.recover().recovered()).hasSize(1);
    assertThat(store.conflicts(UID)).hasSize(2);
    restart();
    assertThat(ingest.recover().recovered()).isEmpty();
    assertThat(store.conflicts(UID)).hasSize(2);
  }

  @Test
  void databaseThatIsGoneIsMadeAnewFromTheFiles() throws IOException {
    store(UID, DATA_SET);
    store(UID, other(1));
    store(UID, other(2));
    close();
    try (var files = Files.newDirectoryStream(root.resolve("data"), "xrayvision.db*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    told.clear();
    open();
    assertThat(ingest.recover().recovered()).hasSize(3);
    assertThat(store.instance(UID).orElseThrow().sha256()).isEqualTo(sha256(DATA_SET));
    assertThat(store.conflicts(UID)).hasSize(2);
  }

  @Test
  void fileThatCannotBeReadIsReportedPutAsideAndStopsNothing() throws IOException {
    Files.write(directory.dicomFile("1.1"), new byte[5000]);
    byte[] cut = written("1.2", bytes(chest("1.2").build()));
    Files.write(directory.dicomFile("1.2"), Arrays.copyOf(cut, cut.length - 10));
    Files.write(directory.dicomFile("1.3"), new byte[0]);
    Files.write(directory.dicomFile(UID), written(UID, DATA_SET));
    Recovery recovery = ingest.recover();
    assertThat(recovery.recovered()).containsExactly(directory.dicomFile(UID));
    assertThat(recovery.unreadable()).hasSize(3).allMatch(Files::exists);
    assertThat(images())
        .containsExactlyInAnyOrder(
            "1.1.dcm.damaged", "1.2.dcm.damaged", "1.3.dcm.damaged", UID + ".dcm");
    assertThat(store.refusals(10)).hasSize(3);
    assertThat(ingest.recover()).isEqualTo(new Recovery(List.of(), 0, List.of(), List.of()));
  }

  @Test
  void headerThatAPluginFailsOnIsReportedAndStopsNothing() throws IOException {
    byte[] strange = bytes(chest("1.2").set(Tag.PatientID, "strange").build());
    Files.write(directory.dicomFile("1.2"), written("1.2", strange));
    Files.write(directory.dicomFile(UID), written(UID, DATA_SET));
    Ingest door = ingest(options(0, 0), IngestFixture::failsOnStrangeIds);
    Recovery recovery = door.recover();
    assertThat(recovery.recovered()).containsExactly(directory.dicomFile(UID));
    assertThat(recovery.unreadable()).containsExactly(directory.dicomFile("1.2"));
    assertThat(images()).contains("1.2.dcm");
    assertThat(ingest.recover().recovered()).containsExactly(directory.dicomFile("1.2"));
  }

  @Test
  void crashWhileAConflictGaveUpItsNameBeforeTheRowFollowed() throws IOException {
    store(UID, DATA_SET);
    store(UID, other(1));
    Files.createLink(directory.conflictFile(UID, 2), directory.conflictFile(UID, 1));
    assertThat(ingest.recover().recovered()).isEmpty();
    assertThat(images()).containsExactly(UID + ".1.dcm", UID + ".dcm");
    assertThat(store.conflicts(UID)).extracting("fileName").containsExactly(UID + ".1.dcm");
  }

  @Test
  void crashWhileAConflictGaveUpItsNameAfterTheRowFollowed() throws IOException {
    store(UID, DATA_SET);
    store(UID, other(1));
    Files.createLink(directory.conflictFile(UID, 2), directory.conflictFile(UID, 1));
    store.renameConflict(UID + ".1.dcm", UID + ".2.dcm");
    assertThat(ingest.recover().recovered()).isEmpty();
    assertThat(images()).containsExactly(UID + ".2.dcm", UID + ".dcm");
    assertThat(store.conflicts(UID)).hasSize(1);
  }

  @Test
  void crashWhereAConflictWasMovedWithoutALinkBeforeTheRowFollowed() throws IOException {
    store(UID, DATA_SET);
    store(UID, other(1));
    Files.move(directory.conflictFile(UID, 1), directory.conflictFile(UID, 2));
    assertThat(ingest.recover().recovered()).hasSize(1);
    assertThat(store.conflicts(UID)).extracting("fileName").containsExactly(UID + ".2.dcm");
  }

  @Test
  void nothingElseInTheFolderIsTouched() throws IOException {
    Files.write(directory.images().resolve("holiday.dcm"), new byte[10]);
    Files.write(directory.images().resolve("1.2.3.png"), new byte[10]);
    Files.write(directory.images().resolve("1.2.3.dcm.damaged"), new byte[10]);
    Files.write(directory.images().resolve("1.9.9.dcm"), written(UID, DATA_SET));
    Files.createDirectory(directory.images().resolve("1.2.4.dcm"));
    Files.createSymbolicLink(
        directory.images().resolve("1.2.5.dcm"), directory.images().resolve("1.9.9.dcm"));
    Files.write(directory.incoming().resolve("note.txt"), new byte[10]);
    Files.write(directory.incoming().resolve("1.2.3.making"), new byte[1]);
    var before = images();
    Recovery recovery = ingest.recover();
    assertThat(images()).isEqualTo(before);
    assertThat(incoming()).containsExactly("1.2.3.making", "note.txt");
    assertThat(recovery.recovered()).isEmpty();
    assertThat(recovery.unreadable()).isEmpty();
    assertThat(recovery.foreign())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("holiday.dcm", "1.9.9.dcm");
    assertThat(store.instance(UID)).isEmpty();
  }

  @Test
  void recoveringTwiceChangesNothing() throws IOException {
    Files.write(directory.dicomFile(UID), written(UID, DATA_SET));
    ingest.recover();
    assertThat(ingest.recover().recovered()).isEmpty();
    assertThat(store.journal(UID)).hasSize(1);
  }
}
