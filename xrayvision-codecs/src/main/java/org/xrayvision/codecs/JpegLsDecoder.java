/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * JPEG-LS, lossless and near-lossless (ITU-T T.87), 2 to 16 bits. What is near-lossless and what is
 * not stands in the stream, so that either reads both; they are two as the lossless one is
 * preferred.
 */
final class JpegLsDecoder implements FrameDecoder {
  private static final ImagePixel KNOWN = ImagePixel.monochrome(6, 7, 16, 12, false);

  private final KnownFrame known;

  private JpegLsDecoder(KnownFrame known) {
    this.known = known;
  }

  static JpegLsDecoder lossless() {
    return new JpegLsDecoder(
        new KnownFrame(
            TransferSyntax.JPEG_LS_LOSSLESS.uid(),
            KNOWN,
            "/9j/9wALEAAGAAcBAREA//gADQH//wASAEMBFABA/9oACAEBAAAAADMsAIAgCAQCAQA+TUTsDChJQ5ZY4ABa"
                + "G5taay0suDCOElSJEUwshGVIQG21VLgUArxYUAT/2Q==",
            "67b9952d664015f653ad6b37b71ab8c90f4a49107432696d70c12214e5dd4b6e"));
  }

  static JpegLsDecoder nearLossless() {
    return new JpegLsDecoder(
        new KnownFrame(
            TransferSyntax.JPEG_LS_NEAR_LOSSLESS.uid(),
            KNOWN,
            "/9j/9wALDAAGAAcBAREA/9oACAEBAAMAAAABmESVD5cABQAAAAABKIAXBeC0bgaAkJGBqDYcYFReZFAysYmh"
                + "cZGSIP/ZAA==",
            "00014dd3f71b1c0cadd2951bae2dbcc371af82ea81400f99275218f05ebe4e26"));
  }

  @Override
  public Set<String> transferSyntaxes() {
    return Set.of(known.transferSyntaxUid());
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    return new JpegLsReader(encodedFrame, pixel).read();
  }

  @Override
  public List<KnownFrame> knownFrames() {
    return List.of(known);
  }
}
