/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/** Copies samples out of rasters; pictures of more than 8 bits have no BufferedImage type. */
final class SampleRaster {
  private SampleRaster() {}

  /**
   * The frame in a raster of bytes or shorts.
   *
   * @param pixel what the data set says, which the raster must match
   * @param layout where the stored values sit in the samples
   */
  static Frame frame(Raster raster, ImagePixel pixel, ImagePixel layout) throws DicomException {
    if (raster.getWidth() != pixel.columns()
        || raster.getHeight() != pixel.rows()
        || raster.getNumBands() != pixel.samplesPerPixel()) {
      throw new DicomException("the decoder gave a picture of another size");
    }
    int width = pixel.columns() * pixel.samplesPerPixel();
    int type = raster.getTransferType();
    if (type == DataBuffer.TYPE_BYTE) {
      byte[] cells = new byte[pixel.valuesPerFrame()];
      byte[] line = new byte[width];
      for (int y = 0; y < pixel.rows(); y++) {
        raster.getDataElements(raster.getMinX(), raster.getMinY() + y, pixel.columns(), 1, line);
        System.arraycopy(line, 0, cells, y * width, width);
      }
      return Frame.of(layout, cells);
    }
    if (type != DataBuffer.TYPE_USHORT && type != DataBuffer.TYPE_SHORT) {
      throw new DicomException("the decoder gave samples of type " + type);
    }
    short[] cells = new short[pixel.valuesPerFrame()];
    short[] line = new short[width];
    for (int y = 0; y < pixel.rows(); y++) {
      raster.getDataElements(raster.getMinX(), raster.getMinY() + y, pixel.columns(), 1, line);
      System.arraycopy(line, 0, cells, y * width, width);
    }
    return Frame.of(layout, cells);
  }
}
