/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;

/**
 * The header of a DICOM file: preamble, prefix and file meta information (PS3.10 §7.1).
 *
 * <p>Safe for threads.
 */
public final class Part10 {
  private static final int PREAMBLE = 128;
  private static final int PREFIXED = PREAMBLE + 4;
  private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
  private static final int META_GROUP = 0x0002;
  private static final int HEADER = 8;

  /** File meta information is some 200 bytes; this leaves room for private information. */
  private static final int MAX_META = 1024 * 1024;

  private Part10() {}

  /**
   * Reads up to the first byte of the data set and leaves the stream there. Files without preamble
   * or without file meta information are read too: then the first element tells between Implicit
   * and Explicit VR.
   *
   * @param in a stream that can mark and reset, such as a BufferedInputStream
   * @throws UnknownTransferSyntaxException if PS3.6 does not know the transfer syntax
   * @throws DicomFormatException if it is no DICOM file
   * @throws IOException if the stream fails
   */
  public static FileMeta readMeta(InputStream in, ReadLimits limits) throws IOException {
    if (!in.markSupported()) {
      throw new IllegalArgumentException("wrap the stream in a BufferedInputStream: it must mark");
    }
    byte[] start = peek(in, PREFIXED);
    boolean prefixed =
        start.length == PREFIXED
            && Arrays.equals(start, PREAMBLE, PREFIXED, PREFIX, 0, PREFIX.length);
    if (prefixed) {
      in.skipNBytes(PREFIXED);
    }
    MetaReader reader = new MetaReader(in, prefixed ? PREFIXED : 0, limits);
    DataSet elements = reader.read();
    if (elements.size() > 0) {
      return new FileMeta(elements, transferSyntax(elements, reader.position), reader.position);
    }
    return new FileMeta(elements, guess(peek(in, HEADER), reader.position), reader.position);
  }

  /**
   * Writes preamble, prefix and file meta information; the data set follows as it is. The stream is
   * neither closed nor flushed.
   *
   * @param sourceAeTitle who sent it, 1 to 16 characters, or null if nobody is known
   * @throws IOException if the stream fails
   */
  public static void writeHeader(
      OutputStream out,
      String transferSyntaxUid,
      String sopClassUid,
      String sopInstanceUid,
      @Nullable String sourceAeTitle)
      throws IOException {
    DataSet.Builder meta =
        DataSet.builder()
            .setBytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1})
            .set(Tag.MediaStorageSOPClassUID, sopClassUid)
            .set(Tag.MediaStorageSOPInstanceUID, sopInstanceUid)
            .set(Tag.TransferSyntaxUID, transferSyntaxUid)
            .set(Tag.ImplementationClassUID, UIDs.IMPLEMENTATION_CLASS_UID)
            .set(Tag.ImplementationVersionName, UIDs.IMPLEMENTATION_VERSION_NAME);
    if (sourceAeTitle != null) {
      meta.set(Tag.SourceApplicationEntityTitle, sourceAeTitle);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataSetEncoder.explicitLittleEndian(body).elements(meta.build());
    // (0002,0000) UL, length 4, and how many bytes of group 0002 follow
    ByteBuffer head = ByteBuffer.allocate(PREFIXED + 12).order(ByteOrder.LITTLE_ENDIAN);
    head.position(PREAMBLE).put(PREFIX).putShort((short) META_GROUP).putShort((short) 0);
    head.put((byte) 'U').put((byte) 'L').putShort((short) 4).putInt(body.size());
    out.write(head.array());
    body.writeTo(out);
  }

  private static byte[] peek(InputStream in, int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }

  private static TransferSyntax transferSyntax(DataSet elements, long position)
      throws DicomException {
    String uid =
        elements
            .string(Tag.TransferSyntaxUID)
            .orElseThrow(
                () ->
                    new DicomFormatException(
                        Tag.TransferSyntaxUID,
                        position,
                        "the file meta information has no transfer syntax"));
    return TransferSyntax.of(uid)
        .orElseThrow(() -> new UnknownTransferSyntaxException(uid, elements));
  }

  /**
   * The transfer syntax by the first element, which without file meta information is nearly always
   * (0008,0000..0018): a VR of two letters where explicit VR has it, else a small length.
   */
  private static TransferSyntax guess(byte[] start, long position) throws DicomFormatException {
    if (start.length == HEADER) {
      ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
      int little = Tag.of(header.getShort(0), header.getShort(2));
      int big =
          Tag.of(Short.reverseBytes(header.getShort(0)), Short.reverseBytes(header.getShort(2)));
      boolean hasVR = VR.of(start[4], start[5]).isPresent();
      if (hasVR && isFirst(little)) {
        return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      }
      if (hasVR && isFirst(big)) {
        return TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
      }
      int length = header.getInt(4);
      if (isFirst(little) && length >= 0 && length <= 0xFFFF) {
        return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
      }
    }
    throw new DicomFormatException(
        0, position, "no DICOM file: neither the prefix DICM nor a first element of a data set");
  }

  private static boolean isFirst(int tag) {
    int group = Tag.group(tag);
    return group >= 0x0008 && group <= 0x0028 && Dictionary.vrOf(tag) != VR.UN;
  }

  /** Reads group 0002, Explicit VR Little Endian, to the first element of another group. */
  private static final class MetaReader {
    private final InputStream in;
    private final ReadLimits limits;
    private final long start;
    private long position;

    MetaReader(InputStream in, long start, ReadLimits limits) {
      this.in = in;
      this.start = start;
      this.limits = limits;
      this.position = start;
    }

    DataSet read() throws IOException {
      DataSet.Builder elements = DataSet.builder();
      long end = Long.MAX_VALUE;
      boolean complete = false;
      // Deflated or big endian, a data set may begin as group 0002 does, so the group length counts
      // where it is there; not one that would leave the transfer syntax out.
      while (position != end || !complete) {
        byte[] header = peek(in, HEADER);
        if (header.length < 2 || header[0] != META_GROUP || header[1] != 0) {
          break;
        }
        Element element = element();
        if (Tag.element(element.tag()) == 0) {
          byte[] value = element.bytes();
          end = value.length == 4 ? position + word(value) : Long.MAX_VALUE;
        } else {
          elements.put(element);
          complete |= element.tag() == Tag.TransferSyntaxUID;
        }
      }
      return elements.build();
    }

    private Element element() throws IOException {
      long offset = position;
      byte[] header = take(HEADER, 0, offset);
      int tag = Tag.of(META_GROUP, (header[2] & 0xFF) | (header[3] & 0xFF) << 8);
      VR vr =
          VR.of(header[4], header[5])
              .filter(found -> found != VR.SQ)
              .orElseThrow(
                  () -> new DicomFormatException(tag, offset, "no VR of file meta information"));
      long length = (header[6] & 0xFF) | (header[7] & 0xFF) << 8;
      if (vr.hasLongLength()) {
        length = word(take(4, tag, offset));
      }
      if (length > Math.min(limits.maxElementLength(), MAX_META - (position - start))) {
        throw new DicomFormatException(
            tag, offset, length + " bytes are too many for file meta information");
      }
      return Element.of(tag, vr, take((int) length, tag, offset));
    }

    private byte[] take(int count, int tag, long offset) throws IOException {
      byte[] bytes = in.readNBytes(count);
      position += bytes.length;
      if (bytes.length < count) {
        throw new DicomFormatException(
            tag, offset, "the file ends inside the file meta information");
      }
      return bytes;
    }

    private static long word(byte[] value) {
      return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
    }
  }
}
