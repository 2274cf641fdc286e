/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/**
 * The Romanian personal number, CNP: thirteen digits {@code S YYMMDD JJ NNN C}. Immutable and safe
 * for threads.
 *
 * <p>S tells sex and century: 1, 2 for 1900 to 1999, 3, 4 for 1800 to 1899, 5, 6 for 2000 to 2099,
 * odd for men; 7, 8 are residents, whose century it does not tell; 9 are foreigners, neither sex
 * nor century told. JJ is the county: 01 to 46, 47 and 48 (sectors of Bucharest that are no more),
 * 51, 52, and 70, which is given without regard to the county. C is the check digit.
 */
public final class Cnp implements PatientIdScheme {
  private static final int LENGTH = 13;
  private static final int[] WEIGHTS = {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
  private static final int LAST_COUNTY = 48;

  /** The scheme; it has no state. */
  public Cnp() {}

  /** Whether the id has the form of a CNP, valid or not: thirteen ASCII digits. */
  @Override
  public boolean resembles(String patientId) {
    return patientId.length() == LENGTH && patientId.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId) {
    return read(patientId, null);
  }

  /**
   * As {@link #parse}; of a resident it is the last such day that is not after the given one. A
   * number whose century is told and whose birth date is after the given day is none: somebody
   * mistyped it.
   */
  @Override
  public Optional<PatientIdentity> parse(String patientId, LocalDate on) {
    return read(patientId, on);
  }

  private Optional<PatientIdentity> read(String id, @Nullable LocalDate on) {
    if (!resembles(id) || !checkDigitFits(id)) {
      return Optional.empty();
    }
    int kind = number(id, 0, 1);
    int county = number(id, 7, 9);
    if (kind == 0 || !isCounty(county)) {
      return Optional.empty();
    }
    LocalDate earlier = birthDate(id, kind >= 7 ? 1900 : century(kind));
    LocalDate later = kind >= 7 ? birthDate(id, 2000) : null;
    if (earlier == null && later == null) {
      return Optional.empty();
    }
    if (kind < 7 && on != null && earlier != null && earlier.isAfter(on)) {
      return Optional.empty();
    }
    LocalDate birth = kind >= 7 ? plausible(earlier, later, on) : earlier;
    return Optional.of(new PatientIdentity(birth, sex(kind), county));
  }

  private static int century(int kind) {
    return switch (kind) {
      case 1, 2 -> 1900;
      case 3, 4 -> 1800;
      default -> 2000;
    };
  }

  private static @Nullable Sex sex(int kind) {
    return kind == 9 ? null : kind % 2 == 1 ? Sex.M : Sex.F;
  }

  private static @Nullable LocalDate plausible(
      @Nullable LocalDate earlier, @Nullable LocalDate later, @Nullable LocalDate on) {
    if (on == null) {
      return null;
    }
    return later != null && !later.isAfter(on) ? later : earlier;
  }

  private static @Nullable LocalDate birthDate(String id, int century) {
    try {
      return LocalDate.of(century + number(id, 1, 3), number(id, 3, 5), number(id, 5, 7));
    } catch (DateTimeException e) {
      return null; // no such day in this century
    }
  }

  private static boolean isCounty(int county) {
    return (county >= 1 && county <= LAST_COUNTY) || county == 51 || county == 52 || county == 70;
  }

  private static boolean checkDigitFits(String id) {
    int sum = IntStream.range(0, WEIGHTS.length).map(i -> WEIGHTS[i] * number(id, i, i + 1)).sum();
    int digit = sum % 11 == 10 ? 1 : sum % 11;
    return digit == number(id, LENGTH - 1, LENGTH);
  }

  private static int number(String id, int from, int to) {
    return Integer.parseInt(id, from, to, 10);
  }
}
