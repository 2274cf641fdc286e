/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, MIB, MIB + 1, 3 * MIB - 7})
  void directAndPlainFilesHoldTheSameBytes(int length) throws IOException {
    byte[] expected = bytes(length);

    for (boolean direct : new boolean[] {true, false}) {
      try (Incoming incoming = Incoming.in(folder, direct)) {
        assertThat(written(incoming, expected)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, MIB, MIB + 1, 3 * MIB - 7})
  void buffersThatWereUsedLeaveNothingBehind(int length) throws IOException {
    try (Incoming incoming = Incoming.in(folder, true)) {
      byte[] longest = bytes(3 * MIB - 7);
      assertThat(written(incoming, longest)).isEqualTo(longest);
      byte[] expected = bytes(length);

      assertThat(written(incoming, expected)).isEqualTo(expected);
    }
  }

  private byte[] written(Incoming incoming, byte[] dataSet) throws IOException {
    Path target = folder.resolve("target.dcm");
    try (PartFile part = incoming.create()) {
      InputStream copying = part.copying(new ByteArrayInputStream(dataSet));
      copying.transferTo(OutputStream.nullOutputStream());
      assertThat(part.dataSetLength()).isEqualTo(dataSet.length);
      assertThat(part.dataSetSha256()).isEqualTo(IngestFixture.sha256(dataSet));
      try (InputStream again = part.reopen()) {
        assertThat(Arrays.equals(again.readAllBytes(), dataSet)).isTrue();
      }
      part.publish(Publisher.in(folder), target);
    }
    byte[] bytes = Files.readAllBytes(target);
    Files.delete(target);
    assertThat(folder).isEmptyDirectory();
    return bytes;
  }

  @Test
  void whatIsNotMovedIsGone() throws IOException {
    try (Incoming incoming = Incoming.in(folder);
        PartFile part = incoming.create()) {
      InputStream copying = part.copying(new ByteArrayInputStream(bytes(5000)));
      copying.transferTo(OutputStream.nullOutputStream());
      assertThat(folder).isNotEmptyDirectory();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void plainIsPlain() {
    try (Incoming incoming = Incoming.in(folder, false)) {
      assertThat(incoming.isDirect()).isFalse();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptedReceiverLosesNoPiece(boolean direct) throws IOException {
    byte[] expected = bytes(5 * MIB + 3);
    try (Incoming incoming = Incoming.in(folder, direct)) {
      Thread.currentThread().interrupt();
      // The last piece is written by this thread, whose channel an interrupt would close.
      assertThatThrownBy(() -> written(incoming, expected))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(folder).isEmptyDirectory();

      assertThat(written(incoming, expected)).isEqualTo(expected);
    }
  }

  @Test
  void anObjectThatArrivesWhileTheDoorIsClosedIsStillWritten() throws IOException {
    byte[] expected = bytes(3 * MIB - 7);
    Incoming incoming = Incoming.in(folder);
    incoming.close();

    assertThat(written(incoming, expected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, MIB, MIB + 1, 2 * MIB, 5 * MIB})
  @EnabledOnOs(OS.LINUX)
  void aDiskThatIsFullFailsTheObjectHoweverLongItIs(int length) throws IOException {
    Path path = Files.createFile(folder.resolve("full.part"));
    Path target = folder.resolve("target.dcm");
    FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
    try (PieceWorkers workers = new PieceWorkers();
        PartFile part = new PartFile(path, full, 0, new Buffers.Pool(4096), workers)) {
      assertThatThrownBy(
              () -> {
                part.copying(new ByteArrayInputStream(bytes(length)))
                    .transferTo(OutputStream.nullOutputStream());
                part.publish(Publisher.in(folder), target);
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SenderFailedException.class)
          .hasMessageContaining("No space left");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void manyObjectsAtOnceKeepTheirBytesApart() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(12);
    try (Incoming incoming = Incoming.in(folder)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        byte[] expected = bytes(3 * MIB + i * 977);
        all.add(senders.submit(() -> holds(incoming, expected)));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      senders.shutdownNow();
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static boolean holds(Incoming incoming, byte[] dataSet) throws IOException {
    try (PartFile part = incoming.create()) {
      part.copying(new ByteArrayInputStream(dataSet)).transferTo(OutputStream.nullOutputStream());
      try (InputStream again = part.reopen()) {
        return Arrays.equals(again.readAllBytes(), dataSet);
      }
    }
  }
}
