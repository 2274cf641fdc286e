package org.xrayvision.codecs;

import java.util.List;
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
   * the lossy ones, then the retired ones.
   */
  public static List<FrameDecoder> decoders() {
    JpegReaders readers = new JpegReaders();
    return List.of(
        new JpegLosslessDecoder(readers),
        JpegLsDecoder.lossless(),
        new RleDecoder(),
        Jpeg2000Decoder.lossless(),
        JpegLsDecoder.nearLossless(),
        Jpeg2000Decoder.any(),
        new JpegBaselineDecoder(readers),
        new JpegExtendedDecoder());
  }
}
