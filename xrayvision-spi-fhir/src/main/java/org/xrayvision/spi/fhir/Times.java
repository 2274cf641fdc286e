/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** FHIR's dateTime beside the exam's own time in the site's zone. Stateless. */
final class Times {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

  private Times() {}

  /** A time in the site's zone as a parameter of a search. */
  static String parameter(String prefix, LocalDateTime time, ZoneId zone) {
    return prefix + INSTANT.format(time.atZone(zone));
  }

  /**
   * Whether a dateTime lies near an exam; a date without a time is a whole day.
   *
   * @return empty where it is no date that can be compared
   */
  static Optional<Boolean> near(String text, LocalDateTime taken, Duration window, ZoneId zone) {
    try {
      if (text.length() > 10) {
        LocalDateTime time =
            text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
                ? OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDateTime()
                : LocalDateTime.parse(text.replace(' ', 'T'));
        return Optional.of(Duration.between(taken, time).abs().compareTo(window) <= 0);
      }
      LocalDate day = LocalDate.parse(text);
      return Optional.of(
          !day.plusDays(1).atStartOfDay().isBefore(taken.minus(window))
              && !day.atStartOfDay().isAfter(taken.plus(window)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
