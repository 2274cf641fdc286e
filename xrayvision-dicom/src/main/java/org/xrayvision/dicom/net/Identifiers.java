/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.ReadLimits;

/** Data sets that are no images: read whole into memory, within limits. */
final class Identifiers {
  private static final long MIB = 1024 * 1024;

  /** A match of a query is some hundred bytes; many of them may be kept by who asked. */
  static final ReadLimits MATCH = limits(MIB / 4, 10_000);

  /** A list of 100,000 instances is 6 MiB. */
  static final ReadLimits LIST = limits(16 * MIB, 500_000);

  private Identifiers() {}

  private static ReadLimits limits(long bytes, int elements) {
    return ReadLimits.defaults()
        .withMaxDepth(16)
        .withMaxElements(elements)
        .withMaxElementLength(bytes)
        .withInlineLength(bytes)
        .withMaxHeldLength(bytes)
        .withMaxInflatedLength(bytes)
        .withMaxDataSetLength(bytes);
  }

  static byte[] encode(DataSet dataSet, AcceptedContext context) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, bytes, syntax(context), DataSetWriter.Sequences.DEFINED_LENGTH);
    return bytes.toByteArray();
  }

  /** The data set that follows a command; null if it cannot be understood. All of it is taken. */
  static @Nullable DataSet read(MessageReader reader, AcceptedContext context, ReadLimits limits)
      throws AssociationException {
    InputStream in = new DataSetStream(reader, context.id());
    DataSet dataSet = null;
    try {
      dataSet = DataSetParser.parse(in, syntax(context), limits).dataSet();
    } catch (AssociationException e) {
      throw e;
    } catch (IOException e) {
      // Not understood; what follows it may still be.
    }
    skipRest(in);
    return dataSet;
  }

  static void skip(MessageReader reader, int contextId) throws AssociationException {
    skipRest(new DataSetStream(reader, contextId));
  }

  private static void skipRest(InputStream in) throws AssociationException {
    try {
      in.skip(Long.MAX_VALUE);
    } catch (AssociationException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("the stream of an association throws no other", e);
    }
  }

  private static TransferSyntax syntax(AcceptedContext context) throws DicomException {
    return TransferSyntax.of(context.transferSyntaxUid())
        .orElseThrow(
            () -> new DicomException("unknown transfer syntax " + context.transferSyntaxUid()));
  }
}
