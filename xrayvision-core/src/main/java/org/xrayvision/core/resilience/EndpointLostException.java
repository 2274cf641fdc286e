/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import org.xrayvision.api.XRayVisionException;
import org.xrayvision.spi.TransientBackendException;

/** An endpoint went down over a question that it had taken; the question may be to blame. */
final class EndpointLostException extends XRayVisionException {
  private static final long serialVersionUID = 1L;
  private final TransientBackendException outage;

  EndpointLostException(TransientBackendException outage) {
    super(outage.getMessage(), outage);
    this.outage = outage;
  }

  TransientBackendException outage() {
    return outage;
  }
}
