/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.io.DicomException;

/**
 * Decodes frames of compressed transfer syntaxes. Implementations are safe for threads; frames are
 * decoded on the caller's thread.
 */
public interface FrameDecoder {
  /** UIDs of the encapsulated transfer syntaxes that this decoder reads; never empty. */
  Set<String> transferSyntaxes();

  /**
   * Decodes one frame.
   *
   * @param transferSyntaxUid one of {@link #transferSyntaxes()}
   * @param encodedFrame the fragments of one frame, joined; position and limit may be moved
   * @param pixel what the data set says; the decoder checks it against the encoded frame's own
   *     header before it allocates
   * @throws DicomException if the encoded frame is broken, contradicts {@code pixel} or asks for
   *     more memory than its length can justify
   */
  Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException;

  /**
   * Tiny pictures with known pixels. {@link FrameDecoders} decodes them before it offers a transfer
   * syntax to peers, so that a codec library that is missing or broken at run time is noticed at
   * the start and not at the first picture.
   */
  default List<KnownFrame> knownFrames() {
    return List.of();
  }

  /**
   * A picture and the hash its decoder must arrive at.
   *
   * @param transferSyntaxUid how it is encoded
   * @param pixel what a data set would say of it
   * @param base64 the encoded frame
   * @param sha256 {@link Frame#sha256()} of the right answer
   */
  record KnownFrame(String transferSyntaxUid, ImagePixel pixel, String base64, String sha256) {}
}
