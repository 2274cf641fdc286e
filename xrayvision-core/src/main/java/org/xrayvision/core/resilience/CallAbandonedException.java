/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import org.xrayvision.api.XRayVisionException;

/** The engine gave up a call because it closes; the backend is not to blame. */
public final class CallAbandonedException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  CallAbandonedException() {
    super("the call was given up because the engine closes");
  }
}
