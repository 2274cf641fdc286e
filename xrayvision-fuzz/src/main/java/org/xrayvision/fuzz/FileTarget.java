/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;

/** The reader of Part 10 files. */
public final class FileTarget {
  private FileTarget() {}

  /** Opens it and asks for everything. */
  public static void fuzzerTestOneInput(byte[] data) {
    Bounds.check(() -> DicomFile.open(ByteBuffer.wrap(data)).close());
    try (DicomFile file = DicomFile.open(ByteBuffer.wrap(data))) {
      Everything.of(file.fileMeta());
      Everything.of(file.dataSet());
    } catch (DicomException e) {
      // It said so before.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
