/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.Part10;

/**
 * A CR picture of 2048x2500 pixels, 12 bits in 16: smooth shapes with noise on top, as a detector
 * gives them.
 */
final class BenchImage {
  static final int ROWS = 2500;
  static final int COLUMNS = 2048;

  private BenchImage() {}

  static void write(Path file) throws IOException {
    String uid = UIDs.newUid();
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
            .set(Tag.SOPInstanceUID, uid)
            .set(Tag.StudyDate, "20240301")
            .set(Tag.Modality, "CR")
            .set(Tag.PatientName, "Bench^Image")
            .set(Tag.PatientID, "BENCH")
            .set(Tag.ProtocolName, "Torace p.a.")
            .set(Tag.StudyInstanceUID, UIDs.newUid())
            .set(Tag.SeriesInstanceUID, UIDs.newUid())
            .set(Tag.PhotometricInterpretation, "MONOCHROME1")
            .set(Tag.WindowCenter, "2048")
            .set(Tag.WindowWidth, "3600")
            .setInts(Tag.SamplesPerPixel, 1)
            .setInts(Tag.Rows, ROWS)
            .setInts(Tag.Columns, COLUMNS)
            .setInts(Tag.BitsAllocated, 16)
            .setInts(Tag.BitsStored, 12)
            .setInts(Tag.HighBit, 11)
            .setInts(Tag.PixelRepresentation, 0)
            .setBytes(Tag.PixelData, VR.OW, pixels())
            .build();
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.writeHeader(
          out,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          SOPClass.ComputedRadiographyImageStorage,
          uid,
          null);
      DataSetWriter.write(dataSet, out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
  }

  private static byte[] pixels() {
    Random random = new Random(7);
    byte[] bytes = new byte[ROWS * COLUMNS * 2];
    int at = 0;
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < COLUMNS; x++) {
        double shape = Math.sin(x / 300.0) * Math.cos(y / 240.0) + Math.sin((x + y) / 37.0) * 0.1;
        int value = (int) (2048 + 1500 * shape + random.nextInt(96));
        value = Math.max(0, Math.min(4095, value));
        bytes[at++] = (byte) value;
        bytes[at++] = (byte) (value >> 8);
      }
    }
    return bytes;
  }
}
