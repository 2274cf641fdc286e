/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a model sees. Immutable.
 *
 * @param label what it is, in a few words: "pleural effusion"
 * @param probability 0 to 1
 * @param location where it is, or null where the model does not say
 */
public record Finding(String label, double probability, @Nullable Location location) {
  /**
   * A box in the picture that was sent, in its pixels from the upper left corner; a point has no
   * width and no height. Immutable.
   *
   * @param picture which of the request's pictures, from 0
   */
  public record Location(int picture, int x, int y, int width, int height) {
    /** Checks that nothing is negative. */
    public Location {
      if (picture < 0 || x < 0 || y < 0 || width < 0 || height < 0) {
        throw new IllegalArgumentException("a location has no negative part");
      }
    }
  }

  /** Checks label and range. */
  public Finding {
    Objects.requireNonNull(label, "label");
    if (label.isBlank()) {
      throw new IllegalArgumentException("a finding needs a label");
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
    }
  }

  /** A finding without a location. */
  public Finding(String label, double probability) {
    this(label, probability, null);
  }
}
