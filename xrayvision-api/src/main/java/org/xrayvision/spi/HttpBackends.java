/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every plugin that asks a backend over HTTP needs to know of its answers. */
public final class HttpBackends {
  private static final List<Class<? extends Exception>> UNREACHABLE =
      List.of(
          ConnectException.class,
          HttpConnectTimeoutException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          UnresolvedAddressException.class);

  private HttpBackends() {}

  /**
   * Takes an answer up to a size and hangs up beyond it: the exchange fails with an {@link
   * AnswerTooLargeException} then.
   *
   * @param limit in bytes
   */
  public static BodyHandler<byte[]> upTo(int limit) {
    return info -> new BoundedBody(limit);
  }

  /**
   * How long a backend wants to be left alone: Retry-After in seconds or as a date (RFC 9110
   * §10.2.3); null where it does not say, or not so that it can be read.
   */
  public static @Nullable Duration retryAfter(HttpHeaders headers, Instant now) {
    String value = headers.firstValue("Retry-After").map(String::strip).orElse("");
    if (value.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /**
   * Whether an exchange failed before the backend had the request: its name, its address, the way
   * there, the connection or the trust in it was not to be had. Causes of the failure count as the
   * failure does. It is an outage, and nothing of the request's own doing.
   *
   * @param tlsFailure what TLS throws: {@code javax.net.ssl.SSLException.class}
   */
  public static boolean isUnreachable(Throwable failure, Class<? extends IOException> tlsFailure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Throwable one = cause;
      if (tlsFailure.isInstance(one) || UNREACHABLE.stream().anyMatch(k -> k.isInstance(one))) {
        return true;
      }
    }
    return false;
  }
}
