/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import org.jspecify.annotations.Nullable;

/**
 * This request can never succeed, however often it is tried: the exam becomes {@code error} at
 * once.
 */
public final class PermanentBackendException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** A failure that stays one. */
  public PermanentBackendException(String message) {
    super(message, null, null);
  }

  /** A failure that stays one, with the answer and the cause. */
  public PermanentBackendException(
      String message, @Nullable String rawAnswer, @Nullable Throwable cause) {
    super(message, rawAnswer, cause);
  }
}
