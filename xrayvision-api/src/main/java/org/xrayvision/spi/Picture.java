package org.xrayvision.spi;

import java.util.Objects;

/**
 * One picture to look at: an 8-bit grey PNG. Immutable as long as nobody writes to the array, which
 * nobody may.
 *
 * @param png the encoded picture; not copied, read only
 * @param width in pixels
 * @param height in pixels
 * @param projection frontal, lateral, oblique; empty where it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // pictures are large and compared by nobody
public record Picture(byte[] png, int width, int height, String projection) {
  /** Checks that the picture is there. */
  public Picture {
    Objects.requireNonNull(png, "png");
    Objects.requireNonNull(projection, "projection");
  }
}
