/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What every plugin that asks a backend over HTTP needs to know of its answers. */
public final class HttpBackends {
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
}
