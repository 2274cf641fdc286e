/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageReader;
import jj2000.j2k.NotImplementedError;
import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.MsgLogger;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * JPEG 2000, reversible and irreversible (ITU-T T.800), by JJ2000. Which of them it is stands in
 * the codestream, so that either decoder reads both; the lossless one is preferred. Colours come
 * out as RGB, the component transformation undone.
 */
final class Jpeg2000Decoder implements FrameDecoder {
  /** The library takes six bytes for each sample at a time, and the codestream once more. */
  private static final int MAX_VALUES = 32_000_000;

  /** More than a thousandfold compression is no picture. */
  private static final long MAX_EXPANSION = 1_000;

  private static final long ALWAYS = 1_000_000;

  /**
   * Six times what the noisiest picture takes of an idle machine (0.3 microseconds a value), so
   * that a busy one loses none; a hostile one holds its thread for a minute at most.
   */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Duration LONGEST_PER_VALUE = Duration.ofNanos(2_000);

  private static final ImagePixel KNOWN = ImagePixel.monochrome(9, 10, 16, 12, false);

  private final KnownFrame known;
  private final Duration longest;
  private final Duration longestPerValue;

  private Jpeg2000Decoder(KnownFrame known) {
    this(known, LONGEST, LONGEST_PER_VALUE);
  }

  private Jpeg2000Decoder(KnownFrame known, Duration longest, Duration longestPerValue) {
    this.known = known;
    this.longest = longest;
    this.longestPerValue = longestPerValue;
  }

  /** One with other times. */
  Jpeg2000Decoder within(Duration time, Duration timePerValue) {
    return new Jpeg2000Decoder(known, time, timePerValue);
  }

  static Jpeg2000Decoder lossless() {
    return new Jpeg2000Decoder(
        new KnownFrame(
            TransferSyntax.JPEG_2000_LOSSLESS.uid(),
            KNOWN,
            "/0//UQApAAAAAAAKAAAACQAAAAAAAAAAAAAACgAAAAkAAAAAAAAAAAABDwEB/1IADAAAAAIAAgQEAAH/"
                + "XAAKQICIiJCIiJD/ZAAiAAFDcmVhdGVkIGJ5OiBKSjIwMDAgdmVyc2lvbiA0LjH/kAAKAAAAAACjAAH/"
                + "k8/8MEQI7Ioc0jYpU3lHDuvLp/veKcA/EHgH7BMB+4MAEGRp4foKLQ39soZM3yVb5hCcwT8racD9xWB+"
                + "4rA/cRAjMppvRvqgZuFHF9QtnP5sn37pfTwmCX0h8DIVvJN5iO3StW1fq97vdEwgPi42sn/sMA3JoqzH"
                + "jYNw4YD4J4HyYJj4XwnxBQeEmXptByw2PoGD/Em3/9k=",
            "704fbebd9f4fdef8e59eaebaca32365170180192fda70c8e01629340576cff8b"));
  }

  static Jpeg2000Decoder any() {
    return new Jpeg2000Decoder(
        new KnownFrame(
            TransferSyntax.JPEG_2000.uid(),
            KNOWN,
            "/0//UQApAAAAAAAKAAAACQAAAAAAAAAAAAAACgAAAAkAAAAAAAAAAAABDwEB/1IADAAAAAEAAgQEAAD/"
                + "XAARQleGSANIA0hFT9JP0k9h/2QAIgABQ3JlYXRlZCBieTogSkoyMDAwIHZlcnNpb24gNC4x/5AACgAA"
                + "AAAAQQAB/5PPzDAINxDdoALxPKKDJB3AEUARQDoQD9wN9g4MwHwiQHwiwHwiACMygIYmCWLCtR/OGIL/"
                + "2Q==",
            "2f6538134cc55e9bc8a2c5ae8a8b4539f03e1eb98761dcbc61a23fdfd46a2697"));
  }

  @Override
  public Set<String> transferSyntaxes() {
    return Set.of(known.transferSyntaxUid());
  }

  @Override
  public List<KnownFrame> knownFrames() {
    return List.of(known);
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    J2kCodestream codestream = J2kCodestream.read(encodedFrame, pixel);
    J2kSize size = codestream.size();
    long capacity = ALWAYS + MAX_EXPANSION * codestream.bytes().remaining();
    // The codestream is held as well; with more than two bytes a value it would be no compression.
    boolean bloated = codestream.bytes().remaining() > 2L * pixel.valuesPerFrame() + ALWAYS;
    if (bloated || pixel.valuesPerFrame() > Math.min(capacity, MAX_VALUES)) {
      throw new DicomException(
          "a JPEG 2000 codestream of %d bytes with %dx%d pixels is over the limit"
              .formatted(codestream.bytes().remaining(), pixel.columns(), pixel.rows()));
    }
    Duration time = longest.plus(longestPerValue.multipliedBy(pixel.valuesPerFrame()));
    Raster raster = decoded(codestream, time);
    return SampleRaster.frame(raster, pixel, size.layout(pixel));
  }

  private static Raster decoded(J2kCodestream codestream, Duration time) throws DicomException {
    Thread thread = Thread.currentThread();
    FacilityManager.registerMsgLogger(thread, new Silence());
    try {
      return raster(codestream, time);
    } catch (IOException | RuntimeException e) {
      throw BrokenStream.of("JPEG 2000 codestream", e);
    } catch (Error e) {
      // So it says that a packet is not where it must be; the machine's own errors are others.
      if (e.getClass() == Error.class || e instanceof NotImplementedError) {
        throw BrokenStream.of("JPEG 2000 codestream", e);
      }
      throw e;
    } finally {
      FacilityManager.unregisterMsgLogger(thread);
      // The library makes each reader the logger of all threads, which would keep it and its input.
      FacilityManager.unregisterMsgLogger(null);
    }
  }

  private static Raster raster(J2kCodestream codestream, Duration time) throws IOException {
    ImageReader reader = new J2KImageReaderSpi().createReaderInstance();
    try (ByteBufferImageInputStream input =
        ByteBufferImageInputStream.strict(codestream.bytes(), time)) {
      reader.setInput(input, true, true);
      return reader.readRaster(0, null);
    } finally {
      reader.dispose();
    }
  }

  /** In the place of standard output; what matters is thrown as well. */
  private static final class Silence implements MsgLogger {
    @Override
    public void printmsg(int severity, String message) {}

    @Override
    public void println(String text, int firstIndent, int indent) {}

    @Override
    public void flush() {}
  }
}
