/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture ready to be kept and shown to a model. Immutable, as long as nobody writes into the
 * array.
 *
 * @param png an 8-bit grey PNG, not copied
 * @param width its width in pixels, 1 to 896
 * @param height its height in pixels, 1 to 896
 * @param pixelSha256 the hash of the first frame's stored values, the same in every lossless
 *     transfer syntax (see {@link org.xrayvision.dicom.image.Frame#sha256()})
 * @param numberOfFrames how many frames the instance has; the picture shows the first
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString look into the array
public record PreparedPicture(
    byte[] png, int width, int height, String pixelSha256, int numberOfFrames) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PreparedPicture that
        && Arrays.equals(png, that.png)
        && width == that.width
        && height == that.height
        && pixelSha256.equals(that.pixelSha256)
        && numberOfFrames == that.numberOfFrames;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(png), width, height, pixelSha256, numberOfFrames);
  }

  @Override
  public String toString() {
    return "PreparedPicture[%dx%d, %d bytes]".formatted(width, height, png.length);
  }
}
