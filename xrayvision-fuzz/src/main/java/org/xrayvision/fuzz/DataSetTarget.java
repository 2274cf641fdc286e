/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.ReadLimits;

/** The data set reader: a byte that chooses the transfer syntax, then a data set. */
public final class DataSetTarget {
  private static final TransferSyntax[] SYNTAXES = {
    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
    TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
    TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
    TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    TransferSyntax.RLE_LOSSLESS
  };

  private DataSetTarget() {}

  /** Reads header and whole. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    TransferSyntax syntax = SYNTAXES[(data[0] & 0xFF) % SYNTAXES.length];
    ReadLimits limits = ReadLimits.defaults();
    Bounds.check(() -> DataSetParser.parseHeader(rest(data), syntax, limits));
    Bounds.check(() -> DataSetParser.parse(rest(data), syntax, limits));
    try {
      Everything.of(DataSetParser.parseHeader(rest(data), syntax, limits).dataSet());
    } catch (DicomException e) {
      // It said so before.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteArrayInputStream rest(byte[] data) {
    return new ByteArrayInputStream(data, 1, data.length - 1);
  }
}
