/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;

/** Elements to bytes (PS3.5 §7). Not safe for threads. */
final class DataSetEncoder {
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_DELIMITATION = 0xFFFEE00D;
  private static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;
  private static final long UNDEFINED = 0xFFFFFFFFL;
  private static final int LONGEST_SHORT = 0xFFFE;

  private final OutputStream out;
  private final boolean explicit;
  private final boolean bigEndian;
  private final boolean definedLengths;

  DataSetEncoder(OutputStream out, boolean explicit, boolean bigEndian, boolean definedLengths) {
    this.out = out;
    this.explicit = explicit;
    this.bigEndian = bigEndian;
    this.definedLengths = definedLengths;
  }

  static DataSetEncoder explicitLittleEndian(OutputStream out) {
    return new DataSetEncoder(out, true, false, true);
  }

  static DataSetEncoder implicitLittleEndian(OutputStream out) {
    return new DataSetEncoder(out, false, false, true);
  }

  void elements(DataSet dataSet) throws IOException {
    for (Element element : dataSet.elements()) {
      element(element);
    }
  }

  private void element(Element element) throws IOException {
    if (element.vr() == VR.SQ) {
      sequence(element);
    } else if (!element.fragments().isEmpty()) {
      fragments(element);
    } else if (element.bulk().isPresent()) {
      bulk(element, element.bulk().get());
    } else {
      value(element);
    }
  }

  private void value(Element element) throws IOException {
    byte[] value = element.bytes();
    int padding = value.length % 2;
    header(element.tag(), element.vr(), value.length + padding);
    if (bigEndian) {
      SwappedStream.swap(value, value.length, element.vr().wordSize());
    }
    out.write(value);
    if (padding == 1) {
      out.write(element.vr().padding());
    }
  }

  private void bulk(Element element, BulkData bulk) throws IOException {
    long length = bulk.length() + bulk.length() % 2;
    if (length >= UNDEFINED) {
      throw new DicomException(
          Tag.toString(element.tag()) + ": a value of 4 GiB cannot be written");
    }
    header(element.tag(), element.vr(), length);
    copy(element, bulk, bigEndian ? element.vr().wordSize() : 1);
  }

  /** PS3.5 §A.4: an item with the Basic Offset Table, an item for each fragment, a delimiter. */
  private void fragments(Element element) throws IOException {
    header(element.tag(), element.vr(), UNDEFINED);
    for (BulkData fragment : element.fragments()) {
      delimiter(ITEM, fragment.length() + fragment.length() % 2);
      copy(element, fragment, 1);
    }
    delimiter(SEQUENCE_DELIMITATION, 0);
  }

  private void copy(Element element, BulkData bulk, int swapped) throws IOException {
    long length = bulk.length();
    try (InputStream in = swapped == 1 ? bulk.open() : new SwappedStream(bulk.open(), swapped)) {
      long copied = in.transferTo(out);
      if (copied != length) {
        throw new DicomException(
            Tag.toString(element.tag()) + ": the value has " + copied + " bytes, not " + length);
      }
    }
    if (length % 2 == 1) {
      out.write(0);
    }
  }

  private void sequence(Element element) throws IOException {
    List<DataSet> items = element.items();
    if (definedLengths) {
      header(element.tag(), VR.SQ, itemsLength(items));
    } else {
      header(element.tag(), VR.SQ, UNDEFINED);
    }
    for (DataSet item : items) {
      delimiter(ITEM, definedLengths ? length(item) : UNDEFINED);
      elements(item);
      if (!definedLengths) {
        delimiter(ITEM_DELIMITATION, 0);
      }
    }
    if (!definedLengths) {
      delimiter(SEQUENCE_DELIMITATION, 0);
    }
  }

  /** Bytes that the elements will take. */
  long length(DataSet dataSet) {
    long length = 0;
    for (Element element : dataSet.elements()) {
      length += length(element);
    }
    return length;
  }

  private long length(Element element) {
    if (element.vr() == VR.SQ) {
      long delimiters = definedLengths ? 0 : 8;
      return (explicit ? 12 : 8) + itemsLength(element.items()) + delimiters;
    }
    if (!element.fragments().isEmpty()) {
      return (explicit ? 12 : 8)
          + 8
          + element.fragments().stream().mapToLong(value -> 8 + even(value.length())).sum();
    }
    long length = even(element.bulk().map(BulkData::length).orElse((long) element.bytes().length));
    boolean longHeader = explicit && (element.vr().hasLongLength() || length > LONGEST_SHORT);
    return (longHeader ? 12 : 8) + length;
  }

  private long itemsLength(List<DataSet> items) {
    long each = definedLengths ? 8 : 16;
    return items.stream().mapToLong(item -> each + length(item)).sum();
  }

  private static long even(long length) {
    return length + length % 2;
  }

  /** PS3.5 §7.1: tag, VR where explicit, length. */
  private void header(int tag, VR vr, long length) throws IOException {
    tag(tag);
    if (!explicit) {
      uint32(length);
      return;
    }
    VR written = vr;
    if (!vr.hasLongLength() && length > LONGEST_SHORT) {
      if (bigEndian) {
        throw new DicomException(
            Tag.toString(tag) + ": " + length + " bytes are too many for VR " + vr);
      }
      written = VR.UN; // PS3.5 §6.2.2, note 5
    }
    out.write(written.name().charAt(0));
    out.write(written.name().charAt(1));
    if (written.hasLongLength()) {
      uint16(0);
      uint32(length);
    } else {
      uint16((int) length);
    }
  }

  private void delimiter(int tag, long length) throws IOException {
    tag(tag);
    uint32(length);
  }

  private void tag(int tag) throws IOException {
    uint16(tag >>> 16);
    uint16(tag & 0xFFFF);
  }

  private void uint16(int value) throws IOException {
    out.write(bigEndian ? value >>> 8 : value);
    out.write(bigEndian ? value : value >>> 8);
  }

  private void uint32(long value) throws IOException {
    int high = (int) (value >>> 16);
    int low = (int) value & 0xFFFF;
    uint16(bigEndian ? high : low);
    uint16(bigEndian ? low : high);
  }
}
