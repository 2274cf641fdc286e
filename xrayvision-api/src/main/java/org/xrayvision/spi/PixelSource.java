/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.io.IOException;

/** Reads a picture's pixels at full depth, anew at each call. Safe for threads. */
@FunctionalInterface
public interface PixelSource {
  /**
   * Decodes the first frame.
   *
   * @throws IOException if the object cannot be read any more
   */
  FullDepthImage read() throws IOException;
}
