/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/**
 * A plugin's scheme of patient ids, called so that whatever it does costs no exam: an id that it
 * fails at tells nothing. After two calls that did not return it is not asked any more: a sender
 * waits for each. Safe for threads.
 */
public final class GuardedScheme extends Guard<PatientIdScheme> implements PatientIdScheme {
  /** For an object at the door. */
  private static final Duration TIME = Duration.ofSeconds(2);

  /** More objects than arrive at a time. */
  private static final int CALLS = 256;

  private final ExamsInHand exams;
  private final AtomicInteger late = new AtomicInteger();

  /**
   * Guards a scheme.
   *
   * @param name what is shown of it
   * @param exams are told of the id that it reads, which its logger must not tell
   */
  public GuardedScheme(
      String name, Member<PatientIdScheme> member, ExamsInHand exams, Clock clock) {
    super("patient-id", name, member, CALLS, TIME, clock);
    this.exams = exams;
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId) {
    return ask(patientId, scheme -> scheme.parse(patientId), Optional.empty());
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId, LocalDate on) {
    return ask(patientId, scheme -> scheme.parse(patientId, on), Optional.empty());
  }

  @Override
  public boolean resembles(String patientId) {
    return ask(patientId, scheme -> scheme.resembles(patientId), false);
  }

  private <R> R ask(String patientId, Function<PatientIdScheme, R> question, R otherwise) {
    if (isSwitchedOff()) {
      return otherwise;
    }
    Scrubber scrubber = Scrubber.of(null, List.of(), List.of(patientId), null);
    ExamsInHand.Handle inHand = exams.take(scrubber::scrub);
    try {
      return ask(question);
    } catch (BackendException | CallAbandonedException e) {
      return otherwise;
    } finally {
      inHand.close();
    }
  }

  @Override
  void late() {
    if (late.incrementAndGet() >= MOST_STUCK) {
      switchOff(
          MOST_STUCK
              + " of its calls did not return: it is switched off, and ids tell nothing;"
              + " mend the plugin, and restart");
    }
  }
}
