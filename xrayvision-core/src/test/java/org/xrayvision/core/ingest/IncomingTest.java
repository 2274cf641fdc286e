/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
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

    assertThat(written(Incoming.in(folder, true), expected)).isEqualTo(expected);
    assertThat(written(Incoming.in(folder, false), expected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, MIB, MIB + 1, 3 * MIB - 7})
  void buffersThatWereUsedLeaveNothingBehind(int length) throws IOException {
    Incoming incoming = Incoming.in(folder, true);
    byte[] longest = bytes(3 * MIB - 7);
    assertThat(written(incoming, longest)).isEqualTo(longest);
    byte[] expected = bytes(length);

    assertThat(written(incoming, expected)).isEqualTo(expected);
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
    Incoming incoming = Incoming.in(folder);
    try (PartFile part = incoming.create()) {
      InputStream copying = part.copying(new ByteArrayInputStream(bytes(5000)));
      copying.transferTo(OutputStream.nullOutputStream());
      assertThat(folder).isNotEmptyDirectory();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void plainIsPlain() {
    assertThat(Incoming.in(folder, false).isDirect()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }
}
