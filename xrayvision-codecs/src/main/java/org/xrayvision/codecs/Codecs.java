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
   * New decoders, safe for threads: JPEG Lossless, RLE, and last, as it is lossy, JPEG Baseline.
   */
  public static List<FrameDecoder> decoders() {
    JpegReaders readers = new JpegReaders();
    return List.of(
        new JpegLosslessDecoder(readers),
        new JpegLsDecoder(),
        new RleDecoder(),
        new JpegBaselineDecoder(readers));
  }
}
