/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import org.xrayvision.api.XRayVisionException;

/** A change of users that cannot be made; the message says why and never holds a password. */
public final class AccountException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  AccountException(String message) {
    super(message);
  }
}
