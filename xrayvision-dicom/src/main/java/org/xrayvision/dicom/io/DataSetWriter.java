/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * Writes data sets (PS3.5 §7).
 *
 * <p>Safe for threads.
 */
public final class DataSetWriter {
  private static final int BUFFER = 16 * 1024;

  private DataSetWriter() {}

  /** How the length of sequences and items is told (PS3.5 §7.5.1). */
  public enum Sequences {
    /** By delimiters after them. */
    UNDEFINED_LENGTH,
    /** By numbers before them. */
    DEFINED_LENGTH
  }

  /**
   * Writes a data set in Implicit VR Little Endian, Explicit VR Little Endian or Big Endian,
   * deflated, or an encapsulated syntax (then PixelData must be fragments already). Sequences are
   * of undefined length. The stream is not closed.
   *
   * @throws DicomException if the data set cannot be written in this transfer syntax
   * @throws IOException if the stream or a bulk value fails
   */
  public static void write(DataSet dataSet, OutputStream out, TransferSyntax syntax)
      throws IOException {
    write(dataSet, out, syntax, Sequences.UNDEFINED_LENGTH);
  }

  /**
   * As the other, with a choice of how sequences end.
   *
   * @throws DicomException if the data set cannot be written in this transfer syntax
   * @throws IOException if the stream or a bulk value fails
   */
  public static void write(
      DataSet dataSet, OutputStream out, TransferSyntax syntax, Sequences sequences)
      throws IOException {
    check(dataSet, syntax);
    if (!syntax.deflated()) {
      encode(dataSet, out, syntax, sequences);
      return;
    }
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, BUFFER);
      encode(dataSet, deflated, syntax, sequences);
      deflated.finish();
      if (deflater.getBytesWritten() % 2 == 1) {
        out.write(0); // PS3.5 §A.5
      }
    } finally {
      deflater.end();
    }
  }

  /**
   * A command set as bytes: Implicit VR Little Endian, its group length first (PS3.7 §6.3.1).
   *
   * @throws IllegalArgumentException if an element is not of group 0000
   */
  public static byte[] commandBytes(DataSet commandSet) {
    DataSet command = commandSet.toBuilder().remove(Tag.CommandGroupLength).build();
    for (Element element : command.elements()) {
      if (Tag.group(element.tag()) != 0) {
        throw new IllegalArgumentException(element + " is no element of a command set");
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataSetEncoder encoder = DataSetEncoder.implicitLittleEndian(bytes);
    // (0000,0000), length 4, and how many bytes follow
    ByteBuffer groupLength = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    groupLength.putInt(0).putInt(4).putInt((int) encoder.length(command));
    bytes.writeBytes(groupLength.array());
    try {
      encoder.elements(command);
    } catch (IOException e) {
      throw new UncheckedIOException("a command set has no bulk values", e);
    }
    return bytes.toByteArray();
  }

  private static void encode(
      DataSet dataSet, OutputStream out, TransferSyntax syntax, Sequences sequences)
      throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
    new DataSetEncoder(
            buffered,
            syntax.explicitVR(),
            syntax.bigEndian(),
            sequences == Sequences.DEFINED_LENGTH)
        .elements(dataSet);
    buffered.flush();
  }

  private static void check(DataSet dataSet, TransferSyntax syntax) throws DicomException {
    for (Element element : dataSet.elements()) {
      if (Tag.group(element.tag()) == 0x0002) {
        throw new DicomException(element + " belongs before the data set: Part10.writeHeader");
      }
    }
    Optional<Element> pixels = dataSet.element(Tag.PixelData);
    if (pixels.isEmpty()) {
      return;
    }
    boolean fragments = !pixels.get().fragments().isEmpty();
    if (fragments != syntax.encapsulated()) {
      throw new DicomException(
          String.format(
              Locale.ROOT,
              "%s PixelData is %s and cannot be written as %s",
              Tag.toString(Tag.PixelData),
              fragments ? "encapsulated" : "native",
              syntax.name()));
    }
  }
}
