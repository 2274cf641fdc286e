/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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

  private final AtomicInteger late = new AtomicInteger();

  /**
   * Guards a scheme.
   *
   * @param name what is shown of it
   */
  public GuardedScheme(String name, Member<PatientIdScheme> member, Clock clock) {
    super("patient-id", name, member, CALLS, TIME, clock);
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId) {
    return ask(scheme -> scheme.parse(patientId), Optional.empty());
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId, LocalDate on) {
    return ask(scheme -> scheme.parse(patientId, on), Optional.empty());
  }

  @Override
  public boolean resembles(String patientId) {
    return ask(scheme -> scheme.resembles(patientId), false);
  }

  private <R> R ask(Function<PatientIdScheme, R> question, R otherwise) {
    if (isSwitchedOff()) {
      return otherwise;
    }
    try {
      return ask(question);
    } catch (BackendException | CallAbandonedException e) {
      return otherwise;
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
