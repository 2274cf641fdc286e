/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as the database holds them. Our own instants are UTC milliseconds since 1970; the Python
 * program's columns hold {@code YYYY-MM-DD HH:MM:SS}, {@code exams.created} in the site's zone, the
 * rest in UTC.
 */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int LENGTH = 19;
  private static final int DATE_LENGTH = 10;
  private static final LocalDateTime UNKNOWN = LocalDateTime.of(1970, 1, 1, 0, 0);

  private Times() {}

  static Instant millis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  static String text(LocalDateTime siteTime) {
    return FORMAT.format(siteTime);
  }

  static String utcText(Instant instant) {
    return FORMAT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** Reads a column of the Python program; 1970-01-01 where it holds no time. */
  static LocalDateTime parse(@Nullable String text) {
    if (text == null) {
      return UNKNOWN;
    }
    try {
      if (text.length() == DATE_LENGTH) {
        return LocalDate.parse(text).atStartOfDay();
      }
      if (text.length() < LENGTH) {
        return UNKNOWN;
      }
      return LocalDateTime.parse(text.substring(0, LENGTH).replace('T', ' '), FORMAT);
    } catch (DateTimeException e) {
      return UNKNOWN;
    }
  }

  static Instant parseUtc(@Nullable String text) {
    return parse(text).toInstant(ZoneOffset.UTC);
  }

  static @Nullable LocalDate parseDate(@Nullable String text) {
    if (text == null || text.length() < DATE_LENGTH) {
      return null;
    }
    try {
      return LocalDate.parse(text.substring(0, DATE_LENGTH));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
