/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;

/**
 * What was said of the same region of the same patient before, free of identifiers. Immutable.
 *
 * @param daysBefore whole days before this exam, 0 for earlier the same day
 * @param text what was said
 * @param byRadiologist whether a radiologist said it, else a model
 */
public record PriorStudy(int daysBefore, String text, boolean byRadiologist) {
  /** Checks the range. */
  public PriorStudy {
    Objects.requireNonNull(text, "text");
    if (daysBefore < 0) {
      throw new IllegalArgumentException("a prior study lies before the exam");
    }
  }
}
