/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.Part10;

/** A CR image that is taken and stored, but promises pixels of which there are none. */
final class UndecodableObject {
  private UndecodableObject() {}

  /** As a DICOM file (PS3.10). */
  static InputStream part10(String uid) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      Part10.writeHeader(out, syntax.uid(), SOPClass.ComputedRadiographyImageStorage, uid, null);
      DataSetWriter.write(
          DataSet.builder()
              .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
              .set(Tag.SOPInstanceUID, uid)
              .set(Tag.Modality, "CR")
              .set(Tag.ProtocolName, "Torace")
              .setBytes(Tag.PixelData, VR.OW, new byte[64])
              .build(),
          out,
          syntax);
      return new ByteArrayInputStream(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
