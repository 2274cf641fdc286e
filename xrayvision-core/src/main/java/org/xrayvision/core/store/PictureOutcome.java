/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamStatus;

/**
 * How the picture stage ended.
 *
 * @param to {@code queued}, {@code ignore} or {@code error}
 * @param reason why it is not {@code queued}
 * @param pixelSha256 of the first frame's stored values, where they could be decoded
 * @param numberOfFrames 0 where it is not known
 */
public record PictureOutcome(
    ExamStatus to, @Nullable String reason, @Nullable String pixelSha256, int numberOfFrames) {
  /** Checks the state. */
  public PictureOutcome {
    if (to != ExamStatus.QUEUED && to != ExamStatus.IGNORE && to != ExamStatus.ERROR) {
      throw new IllegalArgumentException("the picture stage does not end in " + to.code());
    }
  }
}
