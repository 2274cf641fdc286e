/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
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
      try (ByteBufferImageInputStream input = ByteBufferImageInputStream.of(stream)) {
        Warnings warnings = new Warnings();
        reader.addIIOReadWarningListener(warnings);
        reader.setInput(input, true, true);
        Raster raster = reader.readRaster(0, null);
        warnings.mustNotTellOfLoss();
        return SampleRaster.frame(raster, pixel, header.layout(pixel));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw BrokenStream.of("JPEG stream", e);
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
}
