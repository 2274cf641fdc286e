/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.IOException;
import java.nio.file.Path;
import org.xrayvision.codecs.Codecs;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.image.GrayscaleTransform;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.spi.FullDepthImage;

/**
 * Makes the PNG of an instance: full-depth grey scale, area averaging, percentile clip, adaptive
 * gamma. Immutable and safe for threads; the work is done on the caller's thread.
 */
public final class ImagePreparer {
  /** The longer side of a picture in pixels; what is smaller stays as it is. */
  public static final int MAX_SIDE = 896;

  private final FrameDecoders decoders;

  /** A preparer that decodes what these decoders can. */
  public ImagePreparer(FrameDecoders decoders) {
    this.decoders = decoders;
  }

  /** A preparer with the codecs that come with the engine. */
  public static ImagePreparer withBuiltInCodecs() {
    return new ImagePreparer(FrameDecoders.of(Codecs.decoders()));
  }

  /** What this preparer can decode; its transfer syntaxes are what a listener may accept. */
  public FrameDecoders decoders() {
    return decoders;
  }

  /**
   * Makes the picture of the first frame.
   *
   * @throws DicomException if there is no picture in the file, or none that can be made; the
   *     message says which element or transfer syntax is the reason
   * @throws IOException if the file cannot be read
   */
  public PreparedPicture prepare(Path dcm) throws IOException {
    try (DicomFile file = DicomFile.open(dcm)) {
      return prepare(file);
    }
  }

  /** As {@link #prepare(Path)}, for a file that is open already; it is left open. */
  public PreparedPicture prepare(DicomFile file) throws IOException {
    ImagePixel pixel = ImagePixel.of(file.dataSet());
    GrayscaleTransform transform = GrayscaleTransform.of(file.dataSet(), pixel);
    Frame frame = decoders.firstFrame(file, pixel);
    return prepare(frame, transform, pixel);
  }

  /**
   * The first frame at full depth: its stored values, of a colour picture its luminance.
   *
   * @throws DicomException if there is no picture in the file, or none of greys
   * @throws IOException if the file cannot be read
   */
  public FullDepthImage fullDepth(Path dcm) throws IOException {
    try (DicomFile file = DicomFile.open(dcm)) {
      ImagePixel pixel = ImagePixel.of(file.dataSet());
      if (pixel.photometricInterpretation().equals("PALETTE COLOR")) {
        throw new DicomException("the values of a palette are no greys");
      }
      Frame frame = decoders.firstFrame(file, pixel).luminance(pixel.photometricInterpretation());
      return new FullDepthImage(
          frame.columns(),
          frame.rows(),
          frame.bitsStored(),
          GrayscaleTransform.isInverted(file.dataSet(), pixel),
          values(frame));
    }
  }

  private static int[] values(Frame frame) {
    int width = frame.columns();
    int[] values = new int[width * frame.rows()];
    short[] row = new short[frame.rowLength()];
    for (int y = 0; y < frame.rows(); y++) {
      frame.readRow(y, row);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = frame.signed() ? row[x] : row[x] & 0xFFFF;
      }
    }
    return values;
  }

  private static PreparedPicture prepare(
      Frame frame, GrayscaleTransform transform, ImagePixel pixel) {
    AveragedPicture averaged;
    String sha256;
    if (frame.samplesPerPixel() == 1) {
      Frame.Digest digest = frame.digest();
      averaged = AveragedPicture.of(frame, transform, MAX_SIDE, digest::update);
      sha256 = digest.hex();
    } else {
      Frame luminance = frame.luminance(pixel.photometricInterpretation());
      averaged = AveragedPicture.of(luminance, transform, MAX_SIDE, row -> {});
      sha256 = frame.sha256();
    }
    byte[] greys = ContrastStretch.apply(averaged);
    return new PreparedPicture(
        PngEncoder.encode(greys, averaged.width(), averaged.height()),
        averaged.width(),
        averaged.height(),
        sha256,
        pixel.numberOfFrames());
  }
}
