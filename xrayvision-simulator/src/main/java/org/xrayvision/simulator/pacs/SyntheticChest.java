/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.Part10;

/** CR images that say they show a chest, with any pixels: for tests and benchmarks. Stateless. */
public final class SyntheticChest {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private SyntheticChest() {}

  /**
   * An image of a study of its own, unsigned, white where values are high.
   *
   * @param bits of each cell of 16 that count
   * @param littleEndian two bytes a pixel
   */
  public static DataSet.Builder of(
      String patientName, String patientId, int rows, int columns, int bits, byte[] littleEndian) {
    DataSet.Builder image =
        DataSet.builder()
            .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
            .set(Tag.SOPInstanceUID, UIDs.newUid())
            .set(Tag.StudyDate, "20240301")
            .set(Tag.Modality, "CR")
            .set(Tag.PatientName, patientName)
            .set(Tag.PatientID, patientId)
            .set(Tag.ProtocolName, "Torace p.a.")
            .set(Tag.StudyInstanceUID, UIDs.newUid())
            .set(Tag.SeriesInstanceUID, UIDs.newUid());
    return SimulatedImage.pixels(image, rows, columns, bits, littleEndian);
  }

  /** Writes an image as a DICOM file (PS3.10) in Explicit VR Little Endian. */
  public static void write(DataSet image, Path file) throws IOException {
    String uid = image.string(Tag.SOPInstanceUID).orElseThrow();
    String sopClass = image.string(Tag.SOPClassUID).orElseThrow();
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.writeHeader(out, SYNTAX.uid(), sopClass, uid, null);
      DataSetWriter.write(image, out, SYNTAX);
    }
  }
}
