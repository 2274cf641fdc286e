/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backend failed this time. An outage (refused, 429, 503; 401, 403 or 404 for the endpoint
 * itself) counts no attempt: the exam waits and the cause is shown. Anything else counts as one of
 * the exam's attempts.
 */
public final class TransientBackendException extends BackendException {
  private static final long serialVersionUID = 1L;
  private final boolean outage;
  private final @Nullable Duration retryAfter;

  private TransientBackendException(
      String message,
      boolean outage,
      @Nullable Duration retryAfter,
      @Nullable String rawAnswer,
      @Nullable Throwable cause) {
    super(message, rawAnswer, cause);
    this.outage = outage;
    this.retryAfter = retryAfter;
  }

  /** The endpoint itself is down or refuses: counts no attempt. */
  public static TransientBackendException outage(String message, @Nullable Throwable cause) {
    return new TransientBackendException(message, true, null, null, cause);
  }

  /** The endpoint itself refuses and says when to come back. */
  public static TransientBackendException outage(String message, @Nullable Duration retryAfter) {
    return new TransientBackendException(message, true, retryAfter, null, null);
  }

  /** This answer was unusable; another try may do better. */
  public static TransientBackendException failure(
      String message, @Nullable String rawAnswer, @Nullable Throwable cause) {
    return new TransientBackendException(message, false, null, rawAnswer, cause);
  }

  /** Whether the endpoint is to blame and not this request. */
  public boolean isOutage() {
    return outage;
  }

  /** How long the endpoint asks to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
