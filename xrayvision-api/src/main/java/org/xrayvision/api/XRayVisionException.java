/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of all that XRayVision throws on its own account. Subclasses carry their facts as
 * accessors, so that nobody parses messages. No message holds a patient's identifier.
 */
public class XRayVisionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message that says what, where and what to do. */
  public XRayVisionException(String message) {
    super(message);
  }

  /** An exception with a message and what caused it. */
  public XRayVisionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether the same call may do a little later: something was busy, and nothing is wrong. */
  public boolean isTransient() {
    return false;
  }
}
