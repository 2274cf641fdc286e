/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/** JPEG Lossless, process 14, any selection value (ITU-T T.81 annex H). */
final class JpegLosslessDecoder implements FrameDecoder {
  private static final int LOSSLESS = 3;

  private static final String SV1 = TransferSyntax.JPEG_LOSSLESS_SV1.uid();
  private static final String ANY = TransferSyntax.JPEG_LOSSLESS.uid();

  private static final Set<String> TRANSFER_SYNTAXES =
      Collections.unmodifiableSet(new LinkedHashSet<>(List.of(SV1, ANY)));

  @Override
  public Set<String> transferSyntaxes() {
    return TRANSFER_SYNTAXES;
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    JpegHeader header = JpegHeader.read(encodedFrame);
    header.mustMatch(pixel);
    if (header.process() != LOSSLESS || header.precision() < 2 || header.precision() > 16) {
      throw new DicomException(
          "the JPEG stream is SOF%d with %d bits instead of lossless (SOF3)"
              .formatted(header.process(), header.precision()));
    }
    // Each sample takes at least one bit.
    if (encodedFrame.remaining() * 8L < pixel.valuesPerFrame()) {
      throw new DicomException(
          "a JPEG Lossless stream of %d bytes cannot hold %dx%d pixels"
              .formatted(encodedFrame.remaining(), pixel.columns(), pixel.rows()));
    }
    return new JpegLosslessReader(encodedFrame, header, pixel).read();
  }

  @Override
  public List<KnownFrame> knownFrames() {
    ImagePixel pixel = ImagePixel.monochrome(3, 4, 16, 12, false);
    String sv6 =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAADAAQBAREA/8QAGwAAAgEFAAAAAAAAAAAAAAAACwwBBQcJ"
            + "DRD/2gAIAQEABgAA6X/4ABUX5fUJ+R1/uAz23Nxf/9k=";
    String sv1 =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAADAAQBAREA/8QAGgABAAEFAAAAAAAAAAAAAAAADAsAAQUJ"
            + "EP/aAAgBAQABAADrv/oADIvjwPuw5/dQAWf8///Z";
    String sha256 = "2de0312bfd8722a80b2c6ac32273c66bc75148f5e77e9ae7a9baf7023477aecb";
    return List.of(
        new KnownFrame(SV1, pixel, sv1, sha256), new KnownFrame(ANY, pixel, sv6, sha256));
  }
}
