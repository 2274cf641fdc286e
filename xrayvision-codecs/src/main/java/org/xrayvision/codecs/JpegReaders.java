package org.xrayvision.codecs;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * TwelveMonkeys' JPEG reader, out of a registry of our own. Its provider takes its delegate, the
 * JDK's JPEG reader, from the registry that it is registered in; a program that embeds us may have
 * arranged the JVM's registry for itself, and finds it as it was.
 *
 * <p>Safe for threads. What is missing at run time is noticed at the first use, not before.
 */
final class JpegReaders {
  private static final String JDK_PROVIDER = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

  private @Nullable ImageReaderSpi provider;

  /**
   * Decodes a stream whose header was checked.
   *
   * @throws DicomException if the stream is broken
   */
  Frame decode(ByteBuffer stream, JpegHeader header, ImagePixel pixel) throws DicomException {
    try {
      ImageReader reader = provider().createReaderInstance();
      try (ByteBufferImageInputStream input = new ByteBufferImageInputStream(stream)) {
        Warnings warnings = new Warnings();
        reader.addIIOReadWarningListener(warnings);
        reader.setInput(input, true, true);
        Raster raster = reader.readRaster(0, null);
        warnings.mustNotTellOfLoss();
        return frame(raster, header, pixel);
      } finally {
        reader.dispose();
      }
    } catch (DicomException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Whatever a library throws at hostile bytes, arrays overrun among it, means a broken stream.
      String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      throw new DicomException("the JPEG stream is broken: " + reason, e);
    }
  }

  /** The JDK's reader fills up with grey what a broken stream does not bring, and warns only. */
  private static final class Warnings implements IIOReadWarningListener {
    private String loss = "";

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (warning.startsWith("Premature end") || warning.startsWith("Corrupt JPEG data")) {
        loss = warning;
      }
    }

    void mustNotTellOfLoss() throws DicomException {
      if (!loss.isEmpty()) {
        throw new DicomException("the JPEG stream is broken: " + loss);
      }
    }
  }

  private synchronized ImageReaderSpi provider() throws DicomException {
    ImageReaderSpi known = provider;
    if (known != null) {
      return known;
    }
    ServiceRegistry registry =
        new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
    registry.registerServiceProvider(jdkProvider(), ImageReaderSpi.class);
    ImageReaderSpi created = new JPEGImageReaderSpi();
    registry.registerServiceProvider(created, ImageReaderSpi.class);
    provider = created;
    return created;
  }

  private static ImageReaderSpi jdkProvider() throws DicomException {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi candidate = all.next();
      if (candidate.getClass().getName().equals(JDK_PROVIDER)) {
        return candidate;
      }
    }
    throw new DicomException("the JDK's JPEG reader is missing from the ImageIO registry");
  }

  /** Copies the samples; pictures of more than 8 bits have no BufferedImage type, but a raster. */
  private static Frame frame(Raster raster, JpegHeader header, ImagePixel pixel)
      throws DicomException {
    if (raster.getWidth() != pixel.columns()
        || raster.getHeight() != pixel.rows()
        || raster.getNumBands() != pixel.samplesPerPixel()) {
      throw new DicomException("the JPEG decoder gave a picture of another size");
    }
    ImagePixel layout = header.layout(pixel);
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
      throw new DicomException("the JPEG decoder gave samples of type " + type);
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
