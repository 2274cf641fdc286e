/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/** A log-in by the provider that came to nothing; the message holds no token and no person. */
public final class OidcException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  private final boolean outage;
  private final @Nullable String subject;

  private OidcException(
      String message, boolean outage, @Nullable String subject, @Nullable Throwable cause) {
    super(message, cause);
    this.outage = outage;
    this.subject = subject;
  }

  /** What came is not what a log-in of ours looks like. */
  static OidcException refused(String message) {
    return new OidcException(message, false, null, null);
  }

  /** Who comes is known to the provider, and means nothing here. */
  static OidcException noRole(String subject, String message) {
    return new OidcException(message, false, subject, null);
  }

  /** The provider does not answer, or not as a provider does. */
  static OidcException outage(String message, @Nullable Throwable cause) {
    return new OidcException(message, true, null, cause);
  }

  /** Whether the provider is to blame, and another try may help. */
  public boolean isOutage() {
    return outage;
  }

  /** Issuer and subject of who has no role of ours; empty where something else was wrong. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }
}
