/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class HuffmanDeflateTest {
  @Test
  void oneValueAlone() throws DataFormatException {
    for (int length : new int[] {1, 2, 65535, 65536, 65537, 200_000}) {
      assertInflatesTo(new byte[length]);
    }
  }

  @Test
  void allValuesAlike() throws DataFormatException {
    byte[] data = new byte[300_000];
    new Random(1).nextBytes(data);
    assertInflatesTo(data);
  }

  @Test
  void blocksHaveCodesOfTheirOwn() throws DataFormatException {
    byte[] data = new byte[4 * 65536];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i / 65536 * 50 + i % 7);
    }
    assertInflatesTo(data);
    assertThat(HuffmanDeflate.compress(data).remaining()).isLessThan(data.length / 2);
  }

  /** Counts like Fibonacci's numbers make the longest codes there are. */
  @Test
  void codesNeverExceedTheirLimit() throws DataFormatException {
    byte[] data = new byte[65536];
    int at = 0;
    int value = 0;
    for (int a = 1, b = 1; at < data.length; b += a, a = b - a, value++) {
      for (int i = 0; i < a && at < data.length; i++) {
        data[at++] = (byte) value;
      }
    }
    assertThat(value).isGreaterThan(20);
    assertInflatesTo(data);
  }

  private static void assertInflatesTo(byte[] data) throws DataFormatException {
    ByteBuffer compressed = HuffmanDeflate.compress(data);
    byte[] stream = new byte[compressed.remaining()];
    compressed.get(stream);
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stream);
      byte[] inflated = new byte[data.length + 1];
      int length = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(inflated, length, inflated.length - length);
        assertThat(count > 0 || inflater.finished()).as("the stream goes on").isTrue();
        length += count;
      }
      assertThat(length).isEqualTo(data.length);
      assertThat(Arrays.copyOf(inflated, length)).isEqualTo(data);
      assertThat(inflater.getRemaining()).isZero();
    } finally {
      inflater.end();
    }
  }
}
