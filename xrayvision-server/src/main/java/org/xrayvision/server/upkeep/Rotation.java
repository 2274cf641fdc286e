/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which copies are kept: of each of the last seven days, four weeks and twelve months that there
 * are copies of, the newest. Days without a copy do not count, so that a server that stood still
 * for long keeps what it has. Stateless.
 */
final class Rotation {
  private static final int DAYS = 7;
  private static final int WEEKS = 4;
  private static final int MONTHS = 12;

  private Rotation() {}

  /** Those of these times whose copies are kept; days are the zone's. */
  static Set<Instant> kept(Collection<Instant> made, ZoneId zone) {
    List<Instant> newestFirst = made.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    Set<Instant> kept = new HashSet<>();
    keep(kept, newestFirst, DAYS, at -> LocalDate.ofInstant(at, zone));
    keep(kept, newestFirst, WEEKS, at -> week(LocalDate.ofInstant(at, zone)));
    keep(kept, newestFirst, MONTHS, at -> YearMonth.from(at.atZone(zone)));
    return kept;
  }

  /** ISO 8601: weeks begin on Monday, and belong to the year that has most of their days. */
  private static String week(LocalDate day) {
    return day.get(IsoFields.WEEK_BASED_YEAR) + "-" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private static void keep(
      Set<Instant> kept, List<Instant> newestFirst, int most, Function<Instant, Object> span) {
    Set<Object> seen = new HashSet<>();
    for (Instant at : newestFirst) {
      if (seen.size() < most && seen.add(span.apply(at))) {
        kept.add(at);
      }
    }
  }
}
