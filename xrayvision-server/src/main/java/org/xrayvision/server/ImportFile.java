/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.Part10;
import org.xrayvision.dicom.io.ReadLimits;

/**
 * A file that was found. Immutable.
 *
 * @param path absolute
 * @param size in bytes
 * @param modified milliseconds since 1970
 */
record ImportFile(Path path, long size, long modified) {
  /** What a file is, by its content. */
  enum Kind {
    DICOM,
    /** A directory of a medium (PS3.3 annex F), which holds no picture. */
    DICOMDIR,
    OTHER
  }

  private static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";
  private static final int PREAMBLE = 128;
  private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

  /**
   * Reads the beginning. What bears the prefix of a DICOM file (PS3.10 §7.1) is one, also where the
   * rest of its header is damaged: it shall be told of and not passed over.
   */
  Kind kind() throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      String sopClass =
          Part10.readMeta(in, ReadLimits.defaults())
              .elements()
              .string(Tag.MediaStorageSOPClassUID)
              .map(UIDs::trim)
              .orElse("");
      return sopClass.equals(MEDIA_STORAGE_DIRECTORY) ? Kind.DICOMDIR : Kind.DICOM;
    } catch (DicomException e) {
      return hasPrefix() ? Kind.DICOM : Kind.OTHER;
    }
  }

  private boolean hasPrefix() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(PREAMBLE + PREFIX.length);
      return start.length == PREAMBLE + PREFIX.length
          && Arrays.equals(start, PREAMBLE, start.length, PREFIX, 0, PREFIX.length);
    }
  }
}
