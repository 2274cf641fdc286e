/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomFile;

/**
 * As many small chest pictures as a test wants, each its own instance, study and patient. Safe for
 * threads.
 */
final class SmallImages {
  private final DataSet template;
  private final byte[] pixels;

  SmallImages() throws IOException {
    try (DicomFile file = DicomFile.open(Path.of("../testdata/ro/px_voilut_and_window.dcm"))) {
      template = file.dataSet();
    }
    pixels =
        new byte
            [template.integer(Tag.Rows).orElseThrow()
                * template.integer(Tag.Columns).orElseThrow()
                * 2];
    for (int i = 0; i < pixels.length; i += 2) {
      int value = i / 2 * 7 % 1024;
      pixels[i] = (byte) value;
      pixels[i + 1] = (byte) (value >> 8);
    }
  }

  /** One more instance. */
  Instance next() throws IOException {
    String uid = UIDs.newUid();
    DataSet dataSet =
        template.toBuilder()
            .set(Tag.SOPInstanceUID, uid)
            .set(Tag.StudyInstanceUID, UIDs.newUid())
            .set(Tag.SeriesInstanceUID, UIDs.newUid())
            .set(Tag.PatientID, "T" + uid.hashCode())
            .setBytes(Tag.PixelData, VR.OW, pixels)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return new Instance(uid, bytes.toByteArray());
  }

  /** An instance and its data set in Explicit VR Little Endian. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Instance(String uid, byte[] dataSet) {}
}
