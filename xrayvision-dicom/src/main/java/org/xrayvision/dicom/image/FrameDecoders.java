/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.PixelDataLocation;
import org.xrayvision.dicom.io.Range;

/**
 * All transfer syntaxes whose frames can be decoded here: the native ones, and those of the given
 * decoders that prove themselves on their {@linkplain FrameDecoder#knownFrames known frames}.
 * Immutable and safe for threads.
 */
public final class FrameDecoders {
  /** In order of preference: what is quickest to read first. */
  private static final List<String> NATIVE =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid());

  private final Map<String, FrameDecoder> decoders;
  private final Set<String> transferSyntaxes;
  private final List<String> dropped;

  private FrameDecoders(Map<String, FrameDecoder> decoders, List<String> dropped) {
    this.decoders = decoders;
    this.dropped = List.copyOf(dropped);
    Set<String> all = new LinkedHashSet<>(NATIVE);
    all.addAll(decoders.keySet());
    this.transferSyntaxes = Collections.unmodifiableSet(all);
  }

  /**
   * Takes decoders in order of preference: where two read one transfer syntax, the first wins. Each
   * is tried on its known frames; one that fails is left out and listed in {@link #dropped()}.
   */
  public static FrameDecoders of(List<FrameDecoder> decoders) {
    Map<String, FrameDecoder> working = new LinkedHashMap<>();
    List<String> dropped = new ArrayList<>();
    for (FrameDecoder decoder : decoders) {
      String failure = selfCheck(decoder);
      if (failure.isEmpty()) {
        decoder.transferSyntaxes().forEach(uid -> working.putIfAbsent(uid, decoder));
      } else {
        dropped.add(decoder.getClass().getSimpleName() + ": " + failure);
      }
    }
    return new FrameDecoders(working, dropped);
  }

  /** Empty if all known frames decode to what they should. */
  private static String selfCheck(FrameDecoder decoder) {
    for (FrameDecoder.KnownFrame known : decoder.knownFrames()) {
      try {
        ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(known.base64()));
        Frame frame = decoder.decode(known.transferSyntaxUid(), encoded, known.pixel());
        if (!frame.sha256().equals(known.sha256())) {
          return known.transferSyntaxUid() + " decodes to wrong pixels";
        }
      } catch (IOException | RuntimeException | LinkageError e) {
        return known.transferSyntaxUid() + " fails with " + e;
      }
    }
    return "";
  }

  /**
   * UIDs of the transfer syntaxes that {@link #firstFrame} can read, in order of preference: what a
   * listener offers.
   */
  public Set<String> transferSyntaxes() {
    return transferSyntaxes;
  }

  /** Decoders that were left out because they failed on a known frame, with the reason. */
  public List<String> dropped() {
    return dropped;
  }

  /**
   * The first frame of a file. A native one is a view of the file's bytes and must not be used
   * after the file is closed.
   *
   * @throws DicomException if the file has no pixel data or they contradict the Image Pixel module,
   *     the transfer syntax cannot be decoded, the encoded frame is broken, or the frame takes more
   *     memory than 256 MiB or a quarter of the heap, or is compressed and has more than 2^26
   *     values
   * @throws IOException if the file cannot be read
   */
  public Frame firstFrame(DicomFile file) throws IOException {
    return firstFrame(file, ImagePixel.of(file.dataSet()));
  }

  /** As {@link #firstFrame(DicomFile)}, for who has read the Image Pixel module before. */
  public Frame firstFrame(DicomFile file, ImagePixel pixel) throws IOException {
    TransferSyntax syntax = file.transferSyntax();
    PixelDataLocation location =
        file.pixelData().orElseThrow(() -> new DicomException("PixelData (7FE0,0010) is missing"));
    if (!transferSyntaxes.contains(syntax.uid())) {
      throw new DicomException(
          "transfer syntax %s (%s) cannot be decoded".formatted(syntax.uid(), syntax.name()));
    }
    if (location.tag() != Tag.PixelData) {
      throw new DicomException(
          "pixel data in %s cannot be read, only PixelData (7FE0,0010)"
              .formatted(Tag.toString(location.tag())));
    }
    if (location.encapsulated() != syntax.encapsulated()) {
      throw new DicomException(
          "PixelData (7FE0,0010) is %s, but the transfer syntax is %s (%s)"
              .formatted(
                  location.encapsulated() ? "encapsulated" : "native",
                  syntax.uid(),
                  syntax.name()));
    }
    MemoryBounds.ofHeap(Runtime.getRuntime().maxMemory()).check(pixel);
    if (!syntax.encapsulated()) {
      return nativeFrame(file, location, pixel);
    }
    MemoryBounds.checkDecoded(pixel);
    return decode(syntax, EncapsulatedFrames.first(file, location, pixel), pixel);
  }

  private static Frame nativeFrame(DicomFile file, PixelDataLocation location, ImagePixel pixel)
      throws IOException {
    Range all = location.ranges().get(0);
    // Even, as swapped bytes come in pairs; no more than is there, which NativeFrames checks.
    long wanted = Math.min(all.length(), pixel.nativeFrameLength() + 1 & ~1L);
    return NativeFrames.first(
        file.pixelBytes(new Range(all.offset(), wanted)),
        pixel,
        file.transferSyntax().bigEndian(),
        location.vr() == VR.OW);
  }

  /** Codecs come from elsewhere and see hostile bytes: whatever they throw means a broken frame. */
  private Frame decode(TransferSyntax syntax, ByteBuffer encoded, ImagePixel pixel)
      throws DicomException {
    FrameDecoder decoder = decoders.get(syntax.uid());
    if (decoder == null) {
      throw new IllegalStateException("no decoder for " + syntax.uid());
    }
    try {
      return decoder.decode(syntax.uid(), encoded, pixel);
    } catch (RuntimeException e) {
      throw new DicomException(
          "the first frame of PixelData (7FE0,0010) is no valid %s: %s".formatted(syntax.name(), e),
          e);
    }
  }
}
