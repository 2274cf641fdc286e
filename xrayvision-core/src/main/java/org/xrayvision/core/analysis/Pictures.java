/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.xrayvision.spi.PixelSource;

/** Where the workers find the pictures. Safe for threads. */
@FunctionalInterface
public interface Pictures {
  /**
   * The PNG of an exam; made now, where it is missing and can be.
   *
   * @return its file; that there is none in its folder makes the exam {@code error}
   * @throws org.xrayvision.dicom.io.DicomException if none can be made of the object: the exam
   *     becomes {@code error}, with the message as its detail
   * @throws IOException if the disk is in trouble: the exam waits
   */
  Path picture(String uid) throws IOException;

  /**
   * The PNG of an exam if it is there; nothing is made and nothing waited for.
   *
   * @throws IOException if the disk is in trouble
   */
  default Optional<Path> ready(String uid) throws IOException {
    return Optional.of(picture(uid));
  }

  /** The pixels of an exam at full depth; empty where its object is not there. */
  default Optional<PixelSource> pixels(String uid) {
    return Optional.empty();
  }
}
