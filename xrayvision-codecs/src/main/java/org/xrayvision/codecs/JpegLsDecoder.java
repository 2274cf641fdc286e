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

/**
 * JPEG-LS, lossless and near-lossless (ITU-T T.87), 2 to 16 bits. What is near-lossless and what is
 * not stands in the stream, so that one decoder reads both.
 */
final class JpegLsDecoder implements FrameDecoder {
  private static final String LOSSLESS = TransferSyntax.JPEG_LS_LOSSLESS.uid();
  private static final String NEAR_LOSSLESS = TransferSyntax.JPEG_LS_NEAR_LOSSLESS.uid();

  private static final Set<String> TRANSFER_SYNTAXES =
      Collections.unmodifiableSet(new LinkedHashSet<>(List.of(LOSSLESS, NEAR_LOSSLESS)));

  @Override
  public Set<String> transferSyntaxes() {
    return TRANSFER_SYNTAXES;
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    return new JpegLsReader(encodedFrame, pixel).read();
  }

  @Override
  public List<KnownFrame> knownFrames() {
    ImagePixel pixel = ImagePixel.monochrome(6, 7, 16, 12, false);
    String lossless =
        "/9j/9wALEAAGAAcBAREA//gADQH//wASAEMBFABA/9oACAEBAAAAADMsAIAgCAQCAQA+TUTsDChJQ5ZY4ABa"
            + "G5taay0suDCOElSJEUwshGVIQG21VLgUArxYUAT/2Q==";
    String near =
        "/9j/9wALDAAGAAcBAREA/9oACAEBAAMAAAABmESVD5cABQAAAAABKIAXBeC0bgaAkJGBqDYcYFReZFAysYmh"
            + "cZGSIP/ZAA==";
    return List.of(
        new KnownFrame(
            LOSSLESS,
            pixel,
            lossless,
            "67b9952d664015f653ad6b37b71ab8c90f4a49107432696d70c12214e5dd4b6e"),
        new KnownFrame(
            NEAR_LOSSLESS,
            pixel,
            near,
            "00014dd3f71b1c0cadd2951bae2dbcc371af82ea81400f99275218f05ebe4e26"));
  }
}
