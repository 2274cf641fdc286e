/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/** A log-in by the provider that came to nothing; the message holds no token and no person. */
public final class OidcException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  private final boolean outage;

  private OidcException(String message, boolean outage, @Nullable Throwable cause) {
    super(message, cause);
    this.outage = outage;
  }

  /** What came is not what a log-in of ours looks like. */
  static OidcException refused(String message) {
    return new OidcException(message, false, null);
  }

  /** The provider does not answer, or not as a provider does. */
  static OidcException outage(String message, @Nullable Throwable cause) {
    return new OidcException(message, true, cause);
  }

  /** Whether the provider is to blame, and another try may help. */
  public boolean isOutage() {
    return outage;
  }
}
