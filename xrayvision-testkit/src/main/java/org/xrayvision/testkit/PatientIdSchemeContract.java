/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/**
 * The contract of a {@link PatientIdScheme}. Extend it and fill {@link #scheme}; name ids that are
 * valid in {@link #validIds}.
 */
public abstract class PatientIdSchemeContract {
  private static final LocalDate EXAM = LocalDate.of(2026, 1, 5);
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "0",
          "\u0000",
          "\uD800",
          "١٢٣٤٥٦٧٨٩٠١٢٣",
          "' OR 1=1 --",
          "<script>",
          "9".repeat(100_000),
          "-1".repeat(50_000),
          "\r\n\u001b[2J");

  /** For the class that extends this. */
  protected PatientIdSchemeContract() {}

  /** A new scheme. */
  protected abstract PatientIdScheme scheme();

  /** Ids that are valid, of people born before 2026. */
  protected abstract List<String> validIds();

  @Test
  final void takesItsOwnIds() {
    assertThat(validIds()).isNotEmpty();
    for (String id : validIds()) {
      assertThat(scheme().parse(id)).as(id).isPresent();
      assertThat(scheme().resembles(id)).as("%s looks like one of its own", id).isTrue();
    }
  }

  @Test
  final void nobodyIsBornAfterTheExam() {
    for (String id : validIds()) {
      Optional<LocalDate> birth = scheme().parse(id, EXAM).map(PatientIdentity::birthDate);
      birth.ifPresent(date -> assertThat(date).as(id).isBeforeOrEqualTo(EXAM));
    }
  }

  @Test
  final void survivesWhateverAHeaderHolds() {
    for (String id : HOSTILE) {
      assertThatCode(() -> scheme().parse(id)).doesNotThrowAnyException();
      assertThatCode(() -> scheme().parse(id, EXAM)).doesNotThrowAnyException();
      assertThatCode(() -> scheme().resembles(id)).doesNotThrowAnyException();
    }
  }

  @Test
  final void tellsTheSameAgainFromManyThreads() {
    PatientIdScheme scheme = scheme();
    for (String id : validIds()) {
      Optional<PatientIdentity> first = scheme.parse(id, EXAM);
      assertThat(IntStream.range(0, 1_000).parallel().mapToObj(i -> scheme.parse(id, EXAM)))
          .allMatch(first::equals);
    }
  }
}
