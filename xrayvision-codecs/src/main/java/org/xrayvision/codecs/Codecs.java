/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.xrayvision.dicom.image.FrameDecoder;

/**
 * The front page of this module: all decoders it has. Give them to {@link
 * org.xrayvision.dicom.image.FrameDecoders#of}, which drops those that do not work here.
 *
 * <p>Nothing is registered in, ordered in or removed from the JVM's ImageIO registry.
 */
public final class Codecs {
  private Codecs() {}

  /**
   * New decoders, safe for threads, in order of preference: the lossless transfer syntaxes, then
   * the lossy ones, then the retired ones. JPEG 2000 is not among them where jai-imageio-jpeg2000
   * is not on the class path.
   */
  public static List<FrameDecoder> decoders() {
    List<FrameDecoder> decoders = new ArrayList<>();
    decoders.add(new JpegLosslessDecoder());
    decoders.add(JpegLsDecoder.lossless());
    decoders.add(new RleDecoder());
    ifThere(() -> Jpeg2000Decoder.lossless(), decoders);
    decoders.add(JpegLsDecoder.nearLossless());
    ifThere(() -> Jpeg2000Decoder.any(), decoders);
    decoders.add(new JpegBaselineDecoder(new JpegReaders()));
    decoders.add(new JpegExtendedDecoder());
    return List.copyOf(decoders);
  }

  /** Not everybody takes JJ2000's terms: an embedder may leave that library out. */
  private static void ifThere(Supplier<FrameDecoder> maker, List<FrameDecoder> decoders) {
    try {
      decoders.add(maker.get());
    } catch (NoClassDefFoundError e) {
      // Its transfer syntaxes are not offered, and a file in one of them is told so.
    }
  }
}
