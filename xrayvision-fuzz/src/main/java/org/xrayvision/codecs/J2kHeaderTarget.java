/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import org.xrayvision.fuzz.Bounds;
import org.xrayvision.fuzz.Encoded;

/** What walks and bounds a JPEG 2000 codestream before the library sees it. */
public final class J2kHeaderTarget {
  private J2kHeaderTarget() {}

  /** Reads the headers of an {@link Encoded} frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    Encoded encoded = Encoded.of(data);
    if (encoded == null) {
      return;
    }
    Bounds.check(
        () -> {
          J2kCodestream codestream = J2kCodestream.read(encoded.frame(), encoded.pixel());
          if (codestream.size().tiles() < 1 || !codestream.bytes().hasRemaining()) {
            throw new AssertionError("a codestream of nothing was taken");
          }
        });
  }
}
