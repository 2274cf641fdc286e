/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import org.xrayvision.api.XRayVisionException;

/** An id by which more than one patient is known; the message says how, and how many exams each. */
public final class AmbiguousPatientException extends XRayVisionException {
  private static final long serialVersionUID = 1;

  AmbiguousPatientException(String message) {
    super(message);
  }
}
