/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.Part10;

/**
 * As many small chest pictures as a test wants, and some large ones, each its own instance, study
 * and patient. Safe for threads.
 */
final class SmallImages {
  private static final int LARGE = 1300;

  private static final String SOP_CLASS = SOPClass.DigitalXRayImageStorageForPresentation;

  private final DataSet template;
  private final int rows;
  private final int columns;
  private final byte[] pixels;

  SmallImages() throws IOException {
    try (DicomFile file = DicomFile.open(Path.of("../testdata/ro/px_voilut_and_window.dcm"))) {
      template = file.dataSet();
    }
    rows = template.integer(Tag.Rows).orElseThrow();
    columns = template.integer(Tag.Columns).orElseThrow();
    pixels = pixels(rows, columns);
  }

  private static byte[] pixels(int rows, int columns) {
    byte[] pixels = new byte[rows * columns * 2];
    for (int i = 0; i < pixels.length; i += 2) {
      int value = i / 2 * 7 % 1024;
      pixels[i] = (byte) value;
      pixels[i + 1] = (byte) (value >> 8);
    }
    return pixels;
  }

  /** One more instance. */
  Instance next() throws IOException {
    return instance(rows, columns, pixels, builder -> builder);
  }

  /** One more with other elements. */
  Instance next(UnaryOperator<DataSet.Builder> change) throws IOException {
    return instance(rows, columns, pixels, change);
  }

  /** One of several megabytes, which is received in pieces. */
  Instance large() throws IOException {
    return instance(LARGE, LARGE, pixels(LARGE, LARGE), builder -> builder);
  }

  private Instance instance(
      int rows, int columns, byte[] pixels, UnaryOperator<DataSet.Builder> change)
      throws IOException {
    String uid = UIDs.newUid();
    DataSet.Builder builder =
        template.toBuilder()
            .setInts(Tag.Rows, rows)
            .setInts(Tag.Columns, columns)
            .set(Tag.SOPInstanceUID, uid)
            .set(Tag.StudyInstanceUID, UIDs.newUid())
            .set(Tag.SeriesInstanceUID, UIDs.newUid())
            .set(Tag.PatientID, "T" + uid.hashCode())
            .setBytes(Tag.PixelData, VR.OW, pixels);
    DataSet dataSet = change.apply(builder).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return new Instance(uid, bytes.toByteArray());
  }

  /** An instance and its data set in Explicit VR Little Endian. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Instance(String uid, byte[] dataSet) {
    TestFile.Announced announced() {
      return new TestFile.Announced(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          SOPClass.ComputedRadiographyImageStorage,
          uid,
          dataSet);
    }

    void writeTo(Path file) throws IOException {
      try (OutputStream out = Files.newOutputStream(file)) {
        Part10.writeHeader(
            out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(), SOP_CLASS, uid, null);
        out.write(dataSet);
      }
    }
  }
}
