package org.xrayvision.core.store;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/**
 * The database or the data directory did not do what was asked: disk full, locked, newer, damaged.
 */
public final class StoreException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  /** Trouble with a message that says what, where and what to do. */
  public StoreException(String message) {
    super(message);
  }

  /** Trouble with its cause. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
