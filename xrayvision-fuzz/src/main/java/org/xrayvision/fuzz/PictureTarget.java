/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.nio.ByteBuffer;
import org.xrayvision.core.picture.ImagePreparer;
import org.xrayvision.core.picture.PreparedPicture;
import org.xrayvision.dicom.io.DicomFile;

/** From a DICOM file to its PNG: frames, grey-scale chain, averaging, encoder. */
public final class PictureTarget {
  private static final ImagePreparer PREPARER = ImagePreparer.withBuiltInCodecs();

  private PictureTarget() {}

  /** Makes the picture. */
  public static void fuzzerTestOneInput(byte[] data) {
    Bounds.check(
        () -> {
          try (DicomFile file = DicomFile.open(ByteBuffer.wrap(data))) {
            PreparedPicture picture = PREPARER.prepare(file);
            int longer = Math.max(picture.width(), picture.height());
            if (longer < 1 || longer > ImagePreparer.MAX_SIDE || picture.numberOfFrames() < 1) {
              throw new AssertionError("a picture of " + longer);
            }
          }
        });
  }
}
