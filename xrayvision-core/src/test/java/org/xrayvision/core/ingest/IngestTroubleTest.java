/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.Tag;

/** Trouble of our own is always A700, so that the peer tries again. */
class IngestTroubleTest extends IngestFixture {
  private static final String UID = "1.2.840.1.78";

  /** Another program that holds the database's write lock. */
  private Connection lockDatabase() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.database());
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return connection;
  }

  @Test
  void tooLittleFreeDiskIsSaidBeforeAnythingIsWritten() {
    IngestResult result = store(ingest(options(0, Long.MAX_VALUE)), UID, bytes(chest(UID).build()));
    assertRefused(result, Outcome.OUT_OF_RESOURCES);
  }

  @Test
  void tooManyWaitingExamsAreBusy() {
    Ingest door = ingest(options(2, 0));
    for (String uid : new String[] {"1.1", "1.2"}) {
      assertThat(store(door, uid, bytes(chest(uid).build())).isStored()).isTrue();
    }
    IngestResult result = store(door, "1.3", bytes(chest("1.3").build()));
    assertThat(result.outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
    assertThat(images()).containsExactly("1.1.dcm", "1.2.dcm");
    assertThat(incoming()).isEmpty();
  }

  @Test
  void folderThatCannotBeWrittenIsOutOfResources() throws IOException {
    Files.delete(directory.incoming());
    IngestResult result = store(UID, bytes(chest(UID).build()));
    assertThat(result.outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
    assertThat(result.message()).doesNotContain(root.toString());
    assertThat(store.refusals(5)).hasSize(1);
    Files.createDirectory(directory.incoming());
    assertThat(store(UID, bytes(chest(UID).build())).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void renameThatFailsLeavesNothingBehind() throws IOException {
    Files.delete(directory.images());
    IngestResult result = store(UID, bytes(chest(UID).build()));
    assertThat(result.outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
    assertThat(incoming()).isEmpty();
    assertThat(store.instance(UID)).isEmpty();
  }

  @Test
  void busyDatabaseKeepsTheFileAndTheRetryBringsTheRow() throws SQLException {
    byte[] dataSet = bytes(chest(UID).build());
    try (Connection other = lockDatabase()) {
      assertThat(store(UID, dataSet).outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
      assertThat(other.isClosed()).isFalse();
    }
    assertThat(images()).containsExactly(UID + ".dcm");
    assertThat(incoming()).isEmpty();
    assertThat(told).isEmpty();
    assertThat(store.instance(UID)).isEmpty();

    assertThat(store(UID, dataSet).isStored()).isTrue();
    assertThat(images()).containsExactly(UID + ".dcm");
    assertThat(told).containsExactly(UID);
    assertThat(store.instance(UID).orElseThrow().sha256()).isEqualTo(sha256(dataSet));
  }

  @Test
  void otherObjectInTheRetryIsAConflictWithTheFileThatHadNoRow() throws SQLException {
    byte[] first = bytes(chest(UID).build());
    byte[] second = bytes(chest(UID).set(Tag.StudyID, "2").build());
    try (Connection other = lockDatabase()) {
      assertThat(store(UID, first).outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
      assertThat(other.isClosed()).isFalse();
    }
    assertThat(store(UID, second).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(store.instance(UID).orElseThrow().sha256()).isEqualTo(sha256(first));
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(first);
    assertThat(dataSetOf(directory.conflictFile(UID, 1))).isEqualTo(second);
  }

  @Test
  void busyDatabaseInAConflictIsRetriedWithoutASecondCopy() throws SQLException {
    byte[] second = bytes(chest(UID).set(Tag.StudyID, "2").build());
    store(UID, bytes(chest(UID).build()));
    try (Connection other = lockDatabase()) {
      assertThat(store(UID, second).outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
      assertThat(other.isClosed()).isFalse();
    }
    assertThat(store(UID, second).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(images()).containsExactly(UID + ".1.dcm", UID + ".dcm");
    assertThat(store.conflicts(UID)).hasSize(1);
    assertThat(store.instance(UID).orElseThrow().conflict()).isTrue();
  }

  @Test
  void fileInItsPlaceThatCannotBeReadIsPutAside() throws IOException {
    Files.write(directory.dicomFile(UID), new byte[100]);
    byte[] dataSet = bytes(chest(UID).build());
    assertThat(store(UID, dataSet).outcome()).isEqualTo(Outcome.STORED);
    assertThat(images()).containsExactly(UID + ".dcm", UID + ".dcm.damaged");
    assertThat(dataSetOf(directory.dicomFile(UID))).isEqualTo(dataSet);
  }

  @Test
  void interruptedThreadIsAnsweredBusyAndLeavesNothing() {
    Thread.currentThread().interrupt();
    IngestResult result = store(UID, bytes(chest(UID).build()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.outcome()).isEqualTo(Outcome.OUT_OF_RESOURCES);
    assertThat(incoming()).isEmpty();
    assertThat(images()).isEmpty();
    assertThat(store(UID, bytes(chest(UID).build())).outcome()).isEqualTo(Outcome.STORED);
  }
}
