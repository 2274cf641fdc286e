/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;

/**
 * One pass over one data set, a method for each production of PS3.5 §7: elements, items, fragments.
 * Recursion is as deep as sequences are nested, which the limits bound. Not safe for threads.
 */
final class DataSetReader {
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_DELIMITATION = 0xFFFEE00D;
  private static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;
  private static final int HEADER = 8;
  private static final long UNDEFINED = 0xFFFFFFFFL;
  private static final Encoding UN_ENCODING = new Encoding(false, false); // PS3.5 §6.2.2

  private final ByteSource source;
  private final TransferSyntax syntax;
  private final ReadLimits limits;
  private final LocatedBulk.@Nullable Origin origin;
  private int elementCount;
  private int fragmentCount;
  private long held;
  private @Nullable PixelDataLocation pixelData;

  DataSetReader(
      ByteSource source,
      TransferSyntax syntax,
      ReadLimits limits,
      LocatedBulk.@Nullable Origin origin) {
    this.source = source;
    this.syntax = syntax;
    this.limits = limits;
    this.origin = origin;
  }

  /** How elements are encoded here; a sequence of VR UN changes it. */
  private record Encoding(boolean explicit, boolean bigEndian) {}

  /**
   * Where elements end.
   *
   * @param end the first byte after them, or the nearest that is known
   * @param delimited whether an Item Delimitation Item ends them
   * @param depth 0 for the data set itself
   * @param signed PixelRepresentation of what encloses them, which implicit US or SS depend on
   */
  private record Scope(long end, boolean delimited, int depth, Encoding encoding, boolean signed) {}

  /** An element's header. */
  private record Header(int tag, VR vr, long length, long offset) {}

  /**
   * Reads the data set.
   *
   * @param end bytes of it, Long.MAX_VALUE if only the stream knows
   */
  ParsedDataSet read(long end, boolean stopBeforePixelData) throws IOException {
    Encoding encoding = new Encoding(syntax.explicitVR(), syntax.bigEndian());
    DataSet dataSet = elements(new Scope(end, false, 0, encoding, false), stopBeforePixelData);
    long length = source.position();
    if (pixelData != null) {
      skipPadding();
    }
    return new ParsedDataSet(dataSet, syntax, Optional.ofNullable(pixelData), length);
  }

  private DataSet elements(Scope scope, boolean stopBeforePixelData) throws IOException {
    DataSet.Builder elements = DataSet.builder();
    boolean signed = scope.signed();
    while (!endsHere(scope)) {
      if (stopBeforePixelData && isPixelData(source.peekTag(scope.encoding().bigEndian()))) {
        break;
      }
      Header header = header(scope);
      if (header.tag() == ITEM_DELIMITATION && scope.delimited()) {
        break;
      }
      Element element = element(header, scope, signed);
      if (element != null) {
        elements.put(element);
        if (header.tag() == Tag.PixelRepresentation) {
          byte[] value = element.bytes();
          signed = value.length > 0 && value[0] == 1;
        }
      }
    }
    return elements.build();
  }

  private boolean endsHere(Scope scope) throws IOException {
    if (!scope.delimited() && source.position() >= scope.end()) {
      return true;
    }
    return scope.depth() == 0
        && (source.atEnd() || (pixelData != null && isPadding(scope.encoding().bigEndian())));
  }

  /**
   * Devices put padding behind the pixel data, which is of no use and no harm: less than the header
   * of an element, or NULs, which no element of a data set begins with.
   */
  private boolean isPadding(boolean bigEndian) throws IOException {
    return source.endsWithin(HEADER) || source.peekTag(bigEndian) == 0;
  }

  private void skipPadding() throws IOException {
    source.within(0, source.position());
    if (!source.endsWithin(HEADER) && !source.skipNuls()) {
      throw source.error("what follows the pixel data is neither an element nor padding");
    }
  }

  private Header header(Scope scope) throws IOException {
    long offset = source.position();
    Encoding encoding = scope.encoding();
    source.within(0, offset);
    checkEnd(8, scope.end());
    source.need(8, "the header of an element");
    int tag = source.tag(encoding.bigEndian());
    source.within(tag, offset);
    count();
    if (scope.depth() == 0 && (Tag.group(tag) == 0x0000 || Tag.group(tag) == 0x0002)) {
      // In a file it would be taken for file meta information, and the data set begin too late.
      throw source.error("groups 0000 and 0002 have no place in a data set (PS3.5 §7.1)");
    }
    if (Tag.group(tag) == 0xFFFE) {
      return new Header(tag, VR.UN, source.uint32(encoding.bigEndian()), offset);
    }
    if (!encoding.explicit()) {
      VR vr = Dictionary.vrOf(tag);
      return new Header(tag, vr, source.uint32(encoding.bigEndian()), offset);
    }
    VR vr = valueRepresentation();
    if (!vr.hasLongLength()) {
      return new Header(tag, vr, source.uint16(encoding.bigEndian()), offset);
    }
    source.skip(2); // reserved
    checkEnd(4, scope.end());
    source.need(4, "the length of an element");
    return new Header(tag, vr, source.uint32(encoding.bigEndian()), offset);
  }

  private VR valueRepresentation() throws DicomFormatException {
    int first = source.uint8();
    int second = source.uint8();
    Optional<VR> vr = VR.of(first, second);
    if (vr.isEmpty()) {
      throw source.error(
          "\""
              + printable(first)
              + printable(second)
              + "\" is no VR; is the transfer syntax right?");
    }
    return vr.get();
  }

  private static String printable(int b) {
    return b > ' ' && b < 0x7F
        ? String.valueOf((char) b)
        : String.format(Locale.ROOT, "\\x%02x", b);
  }

  private @Nullable Element element(Header header, Scope scope, boolean signed) throws IOException {
    int tag = header.tag();
    long length = header.length();
    if (Tag.group(tag) == 0xFFFE) {
      throw source.error("an item or a delimiter stands where an element is to be");
    }
    if (length == UNDEFINED) {
      return undefinedLength(header, scope, signed);
    }
    checkEnd(length, scope.end());
    if (header.vr() == VR.SQ) {
      Scope inside = inner(scope, source.position() + length, scope.encoding(), signed);
      return Element.ofItems(tag, items(inside, false));
    }
    if (Tag.element(tag) == 0) {
      source.skip(length); // a group length, retired but for groups 0000 and 0002
      return null;
    }
    VR vr = header.vr();
    if (vr.isBulk() && (length > limits.inlineLength() || isPixelData(tag))) {
      return located(header, scope);
    }
    if (vr == VR.US && signed && !scope.encoding().explicit() && Dictionary.isUSOrSS(tag)) {
      vr = VR.SS;
    }
    byte[] value = value(length);
    if (scope.encoding().bigEndian()) {
      SwappedStream.swap(value, value.length, vr.wordSize());
    }
    return Element.of(tag, vr, value);
  }

  private Element undefinedLength(Header header, Scope scope, boolean signed) throws IOException {
    int tag = header.tag();
    VR vr = header.vr();
    boolean implicitSequence = vr == VR.UN && !isPixelData(tag);
    if (vr == VR.SQ || implicitSequence) {
      Encoding encoding = vr == VR.UN ? UN_ENCODING : scope.encoding();
      return Element.ofItems(tag, items(inner(scope, scope.end(), encoding, signed), true));
    }
    if (!vr.isBulk()) {
      throw source.error("VR " + vr + " cannot have an undefined length");
    }
    List<Range> ranges = fragments(scope);
    if (scope.depth() == 0 && isPixelData(tag)) {
      pixelData = new PixelDataLocation(tag, vr, true, ranges);
    }
    List<BulkData> fragments = new ArrayList<>(ranges.size());
    for (Range range : ranges) {
      fragments.add(new LocatedBulk(origin, range, 1));
    }
    return Element.ofFragments(tag, vr, fragments);
  }

  private Scope inner(Scope scope, long end, Encoding encoding, boolean signed)
      throws DicomFormatException {
    if (scope.depth() >= limits.maxDepth()) {
      throw source.error("sequences are nested deeper than " + limits.maxDepth() + " levels");
    }
    return new Scope(end, false, scope.depth() + 1, encoding, signed);
  }

  /** The items of a sequence (PS3.5 §7.5). */
  private List<DataSet> items(Scope scope, boolean delimited) throws IOException {
    List<DataSet> items = new ArrayList<>();
    boolean bigEndian = scope.encoding().bigEndian();
    while (delimited || source.position() < scope.end()) {
      long offset = source.position();
      checkEnd(8, scope.end());
      source.need(8, "a sequence, which lacks its delimiter or an item");
      int tag = source.tag(bigEndian);
      long length = source.uint32(bigEndian);
      if (tag == SEQUENCE_DELIMITATION && delimited) {
        break;
      }
      source.within(tag, offset);
      if (tag != ITEM) {
        throw source.error("stands where an item of a sequence is to be");
      }
      count();
      boolean open = length == UNDEFINED;
      if (!open) {
        checkEnd(length, scope.end());
      }
      long end = open ? scope.end() : source.position() + length;
      Scope item = new Scope(end, open, scope.depth(), scope.encoding(), scope.signed());
      items.add(elements(item, false));
    }
    return items;
  }

  /** The Basic Offset Table and the fragments of an encapsulated value (PS3.5 §A.4). */
  private List<Range> fragments(Scope scope) throws IOException {
    List<Range> ranges = new ArrayList<>();
    boolean bigEndian = scope.encoding().bigEndian();
    while (true) {
      checkEnd(8, scope.end());
      source.need(8, "its fragments; the delimiter is missing");
      int tag = source.tag(bigEndian);
      long length = source.uint32(bigEndian);
      if (tag == SEQUENCE_DELIMITATION && !ranges.isEmpty()) {
        return ranges;
      }
      if (tag != ITEM || length == UNDEFINED) {
        throw source.error(
            "fragment " + ranges.size() + " does not begin with an item of defined length");
      }
      if (!ranges.isEmpty() && ++fragmentCount > limits.maxFragments()) {
        throw source.error("there are more than " + limits.maxFragments() + " fragments");
      }
      checkEnd(length, scope.end());
      ranges.add(new Range(source.position(), length));
      source.skip(length);
    }
  }

  private Element located(Header header, Scope scope) throws IOException {
    Range range = new Range(source.position(), header.length());
    source.skip(header.length());
    if (scope.depth() == 0 && isPixelData(header.tag())) {
      pixelData = new PixelDataLocation(header.tag(), header.vr(), false, List.of(range));
    }
    int swapped = scope.encoding().bigEndian() ? header.vr().wordSize() : 1;
    return Element.ofBulk(header.tag(), header.vr(), new LocatedBulk(origin, range, swapped));
  }

  private byte[] value(long length) throws IOException {
    if (length > limits.maxElementLength()) {
      throw source.error(
          length + " bytes are more than the limit of " + limits.maxElementLength() + " a value");
    }
    held += length;
    if (held > limits.maxHeldLength()) {
      throw source.error(
          "the values are longer than the limit of " + limits.maxHeldLength() + " together");
    }
    return source.bytes((int) length);
  }

  private void checkEnd(long length, long end) throws DicomFormatException {
    if (length > end - source.position()) {
      throw source.error(
          length
              + " bytes at offset "
              + source.position()
              + " reach beyond the end of what encloses them, offset "
              + end);
    }
  }

  private void count() throws DicomFormatException {
    elementCount++;
    if (elementCount > limits.maxElements()) {
      throw source.error("there are more than " + limits.maxElements() + " elements");
    }
  }

  private static boolean isPixelData(int tag) {
    return tag == Tag.PixelData || tag == Tag.FloatPixelData || tag == Tag.DoubleFloatPixelData;
  }
}
