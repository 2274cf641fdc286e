/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.PixelDataLocation;
import org.xrayvision.dicom.io.Range;

/** Finds and joins the fragments of the first frame (PS3.5 §A.4). */
final class EncapsulatedFrames {
  private EncapsulatedFrames() {}

  /** The encoded first frame: the file's own bytes if it is one fragment, else a joined copy. */
  static ByteBuffer first(DicomFile file, PixelDataLocation location, ImagePixel pixel)
      throws IOException {
    List<Range> items = location.ranges();
    if (items.size() < 2) {
      throw new DicomException("PixelData (7FE0,0010) is encapsulated and has no fragment");
    }
    List<Range> fragments = items.subList(1, items.size());
    int count = fragmentsOfFirst(file, items.get(0), fragments, pixel.numberOfFrames());
    long total = 0;
    for (Range fragment : fragments.subList(0, count)) {
      total += fragment.length();
    }
    MemoryBounds.checkEncoded(total, pixel);
    return count == 1
        ? file.pixelBytes(fragments.get(0))
        : join(file, fragments.subList(0, count), (int) total);
  }

  private static int fragmentsOfFirst(
      DicomFile file, Range offsetTable, List<Range> fragments, int frames) throws IOException {
    if (frames == 1) {
      return fragments.size();
    }
    if (offsetTable.length() >= 8) {
      return byOffsetTable(file, offsetTable, fragments);
    }
    if (fragments.size() <= frames) {
      return 1;
    }
    for (int i = 0; i < fragments.size(); i++) {
      if (endsImage(file, fragments.get(i))) {
        return i + 1;
      }
    }
    return 1;
  }

  /** The second entry of the Basic Offset Table is where the second frame's first item begins. */
  private static int byOffsetTable(DicomFile file, Range offsetTable, List<Range> fragments)
      throws IOException {
    ByteBuffer table =
        file.pixelBytes(new Range(offsetTable.offset(), 8)).order(ByteOrder.LITTLE_ENDIAN);
    long secondFrame = Integer.toUnsignedLong(table.getInt(table.position() + 4));
    long origin = fragments.get(0).offset();
    int count = 0;
    while (count < fragments.size() && fragments.get(count).offset() - origin < secondFrame) {
      count++;
    }
    if (count == 0) {
      throw new DicomException("the Basic Offset Table of PixelData (7FE0,0010) says 0 twice");
    }
    return count;
  }

  /** Whether a fragment ends with EOI, as the last one of a JPEG, JPEG-LS or JPEG 2000 frame. */
  private static boolean endsImage(DicomFile file, Range fragment) throws IOException {
    if (fragment.length() < 4) {
      return false;
    }
    ByteBuffer end = file.pixelBytes(new Range(fragment.offset() + fragment.length() - 3, 3));
    int at = end.position();
    int a = end.get(at) & 0xFF;
    int b = end.get(at + 1) & 0xFF;
    int c = end.get(at + 2) & 0xFF;
    return (b == 0xFF && c == 0xD9) || (a == 0xFF && b == 0xD9 && c == 0);
  }

  private static ByteBuffer join(DicomFile file, List<Range> fragments, int total)
      throws IOException {
    ByteBuffer joined = ByteBuffer.allocate(total);
    for (Range fragment : fragments) {
      joined.put(file.pixelBytes(fragment));
    }
    return joined.flip();
  }
}
