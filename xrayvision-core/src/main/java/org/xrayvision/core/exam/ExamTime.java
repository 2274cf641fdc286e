/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;

/** When a header says that an exam was made. */
final class ExamTime {
  /** In the order in which they are believed: the series is what one exposure belongs to. */
  private static final int[][] PAIRS = {
    {Tag.SeriesDate, Tag.SeriesTime},
    {Tag.StudyDate, Tag.StudyTime},
    {Tag.AcquisitionDate, Tag.AcquisitionTime},
    {Tag.ContentDate, Tag.ContentTime},
  };

  /** No X-ray is older; earlier dates are a clock that was never set. */
  private static final int FIRST_YEAR = 1895;

  private static final Pattern OFFSET = Pattern.compile("[+-][0-9]{4}");

  private ExamTime() {}

  /**
   * The first pair of date and time that can be; else the first date, at midnight; in whole
   * seconds.
   *
   * @param clock the zone of the sender's clocks, unless TimezoneOffsetFromUTC says otherwise
   * @param site the zone of the answer
   */
  static Optional<LocalDateTime> of(DataSet dataSet, ZoneId clock, ZoneId site) {
    ZoneId zone = offset(dataSet).orElse(clock);
    for (int[] pair : PAIRS) {
      Optional<LocalTime> time = dataSet.time(pair[1]);
      Optional<LocalDateTime> moment = date(dataSet, pair[0]).flatMap(day -> time.map(day::atTime));
      if (moment.isPresent()) {
        return moment.map(at -> convert(at, zone, site));
      }
    }
    for (int[] pair : PAIRS) {
      Optional<LocalDate> day = date(dataSet, pair[0]);
      if (day.isPresent()) {
        return day.map(LocalDate::atStartOfDay);
      }
    }
    return Optional.empty();
  }

  /** A moment on the site's clock, in whole seconds. */
  static LocalDateTime at(Instant moment, ZoneId site) {
    return LocalDateTime.ofInstant(moment, site).truncatedTo(ChronoUnit.SECONDS);
  }

  private static Optional<LocalDate> date(DataSet dataSet, int tag) {
    return dataSet.date(tag).filter(day -> day.getYear() >= FIRST_YEAR);
  }

  private static LocalDateTime convert(LocalDateTime local, ZoneId from, ZoneId to) {
    return from.equals(to)
        ? local.truncatedTo(ChronoUnit.SECONDS)
        : at(local.atZone(from).toInstant(), to);
  }

  /** TimezoneOffsetFromUTC (0008,0201): {@code +hhmm} or {@code -hhmm}. */
  private static Optional<ZoneId> offset(DataSet dataSet) {
    Optional<String> stated = dataSet.string(Tag.TimezoneOffsetFromUTC);
    try {
      return stated.filter(text -> OFFSET.matcher(text).matches()).map(ZoneOffset::of);
    } catch (DateTimeException e) {
      return Optional.empty(); // no such offset: as if there were none
    }
  }
}
