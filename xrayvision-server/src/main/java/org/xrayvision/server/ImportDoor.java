/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.Path;
import org.xrayvision.core.IngestResult.Outcome;

/** Where {@code import} brings its files. For one thread. */
interface ImportDoor extends AutoCloseable {
  /** What became of a file. */
  record Answer(Outcome outcome, String message) {}

  /**
   * Offers a DICOM file.
   *
   * @throws IOException if the file cannot be read
   * @throws org.xrayvision.api.XRayVisionException if the door is not there any more
   */
  Answer offer(Path file) throws IOException;

  /** In a few words, for a person: where the files go. */
  String name();

  @Override
  void close();
}
