/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import org.xrayvision.spi.TransientBackendException;

/** Is told that an endpoint went down over a question, and decides what becomes of that. */
@FunctionalInterface
public interface OnLoss {
  /** Hands every question on. */
  OnLoss PASS_ON = outage -> true;

  /**
   * Called on the caller's thread, once for each endpoint that goes down while it has the question,
   * or refuses it as it refused all of late; not where it refuses before.
   *
   * @return whether the next endpoint may be asked
   */
  boolean mayPassOn(TransientBackendException outage);
}
