/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/**
 * The database or the data directory did not do what was asked. The message says what, where and
 * what to do, and holds nothing of a patient.
 */
public final class StoreException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Reason {
    /** Another process or engine holds the data directory. */
    IN_USE,
    /** The database was locked for longer than we wait; another try may do. */
    BUSY,
    /** No room on the disk; another try may do once there is. */
    DISK_FULL,
    /** The database was written by a newer version. */
    NEWER,
    /** The file is no database of ours, or a damaged one. */
    DAMAGED,
    /** Anything else. */
    OTHER
  }

  private final Reason reason;

  /** Trouble with a message that says what, where and what to do. */
  public StoreException(String message) {
    this(Reason.OTHER, message);
  }

  /** Trouble with its cause. */
  public StoreException(String message, @Nullable Throwable cause) {
    this(Reason.OTHER, message, cause);
  }

  StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  StoreException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of trouble it is. */
  public Reason reason() {
    return reason;
  }

  @Override
  public boolean isTransient() {
    return reason == Reason.BUSY;
  }
}
