/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.ReadLimits;

/** One instance in a {@link PacsArchive}: its bytes, and its elements but the pixel data. */
final class ArchivedObject {
  private final DataSet header;
  private final String transferSyntaxUid;
  private final byte[] bytes;

  private ArchivedObject(DataSet header, String transferSyntaxUid, byte[] bytes) {
    this.header = header;
    this.transferSyntaxUid = transferSyntaxUid;
    this.bytes = bytes;
  }

  /** Parses the data set as it was encoded. */
  static ArchivedObject of(byte[] bytes, TransferSyntax syntax) throws IOException {
    DataSet all =
        DataSetParser.parse(new ByteArrayInputStream(bytes), syntax, ReadLimits.defaults())
            .dataSet();
    for (int tag :
        new int[] {
          Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.SeriesInstanceUID, Tag.StudyInstanceUID
        }) {
      if (all.string(tag).isEmpty()) {
        throw new IOException("the object has no " + Tag.toString(tag) + ", no PACS would keep it");
      }
    }
    return new ArchivedObject(
        all.toBuilder().remove(Tag.PixelData).build(), syntax.uid(), bytes.clone());
  }

  DataSet header() {
    return header;
  }

  String value(int tag) {
    return header.string(tag).orElse("");
  }

  String sopClassUid() {
    return value(Tag.SOPClassUID);
  }

  String sopInstanceUid() {
    return value(Tag.SOPInstanceUID);
  }

  String transferSyntaxUid() {
    return transferSyntaxUid;
  }

  InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }
}
