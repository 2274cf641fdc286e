/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/**
 * What a plugin throws when its backend did not answer as it should. The raw answer, where there
 * was one, is kept.
 */
public abstract class BackendException extends XRayVisionException {
  private static final long serialVersionUID = 1L;
  private final @Nullable String rawAnswer;

  BackendException(String message, @Nullable String rawAnswer, @Nullable Throwable cause) {
    super(message, cause);
    this.rawAnswer = rawAnswer;
  }

  /** What the backend answered, cut to what is worth keeping, or null where it answered nothing. */
  public @Nullable String rawAnswer() {
    return rawAnswer;
  }
}
