/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One picture to look at: an 8-bit grey PNG, and its pixels at full depth where they may be had.
 * Immutable as long as nobody writes to the array, which nobody may.
 */
public final class Picture {
  private final byte[] png;
  private final int width;
  private final int height;
  private final String projection;
  private final @Nullable PixelSource pixels;

  private Picture(
      byte[] png, int width, int height, String projection, @Nullable PixelSource pixels) {
    this.png = Objects.requireNonNull(png, "png");
    this.width = width;
    this.height = height;
    this.projection = Objects.requireNonNull(projection, "projection");
    this.pixels = pixels;
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture has no size " + width + " x " + height);
    }
  }

  /**
   * A picture of so many pixels.
   *
   * @param png the encoded picture; not copied
   * @param projection frontal, lateral, oblique; empty where it is not known
   */
  public static Picture of(byte[] png, int width, int height, String projection) {
    return new Picture(png, width, height, projection, null);
  }

  /** The same picture with its pixels at full depth. */
  public Picture withPixels(PixelSource source) {
    return new Picture(png, width, height, projection, Objects.requireNonNull(source, "source"));
  }

  /** The encoded picture; read only. */
  public byte[] png() {
    return png;
  }

  /** Width of the PNG in pixels. */
  public int width() {
    return width;
  }

  /** Height of the PNG in pixels. */
  public int height() {
    return height;
  }

  /** Frontal, lateral, oblique; empty where it is not known. */
  public String projection() {
    return projection;
  }

  /**
   * The pixels at full depth, for a model that declares {@link Capability#FULL_DEPTH}; empty where
   * the object is not there, or where they must not leave the house.
   */
  public Optional<PixelSource> pixels() {
    return Optional.ofNullable(pixels);
  }
}
