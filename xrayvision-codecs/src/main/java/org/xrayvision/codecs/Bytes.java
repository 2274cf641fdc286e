/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;

/** The bytes of a stream as an array. Stateless. */
final class Bytes {
  private Bytes() {}

  /** Only to be read: what is whole in an array already, as joined fragments are, is not copied. */
  static byte[] of(ByteBuffer stream) {
    if (stream.hasArray()
        && stream.arrayOffset() == 0
        && stream.remaining() == stream.array().length) {
      return stream.array();
    }
    byte[] bytes = new byte[stream.remaining()];
    stream.get(stream.position(), bytes);
    return bytes;
  }
}
