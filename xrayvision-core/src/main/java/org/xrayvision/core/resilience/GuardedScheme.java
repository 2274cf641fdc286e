/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/**
 * A plugin's scheme of patient ids, called so that whatever it does costs no exam: an id that it
 * fails at tells nothing. After two calls that did not return it is not asked any more. Safe for
 * threads.
 */
public final class GuardedScheme implements PatientIdScheme {
  private static final int MOST_STUCK = 2;

  private final PatientIdScheme scheme;
  private final BriefCall calls;
  private final Meter meter;
  private final Consumer<String> onSwitchedOff;
  private final AtomicInteger stuck = new AtomicInteger();

  /**
   * Guards a scheme.
   *
   * @param calls how it is called, and how long it may take
   * @param meter counts {@code calls} and {@code failures}
   * @param onSwitchedOff told why, once, when it is not asked any more
   */
  public GuardedScheme(
      PatientIdScheme scheme, BriefCall calls, Meter meter, Consumer<String> onSwitchedOff) {
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.calls = Objects.requireNonNull(calls, "calls");
    this.meter = Objects.requireNonNull(meter, "meter");
    this.onSwitchedOff = Objects.requireNonNull(onSwitchedOff, "onSwitchedOff");
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId) {
    return ask(() -> scheme.parse(patientId), Optional.empty());
  }

  @Override
  public Optional<PatientIdentity> parse(String patientId, LocalDate on) {
    return ask(() -> scheme.parse(patientId, on), Optional.empty());
  }

  @Override
  public boolean resembles(String patientId) {
    return ask(() -> scheme.resembles(patientId), false);
  }

  private <T> T ask(Callable<T> question, T otherwise) {
    if (stuck.get() >= MOST_STUCK) {
      return otherwise;
    }
    count("calls");
    try {
      T answer = calls.call(question);
      if (answer != null) {
        return answer;
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException && stuck.incrementAndGet() == MOST_STUCK) {
        onSwitchedOff.accept(MOST_STUCK + " of its calls did not return; ids tell nothing now");
      }
    }
    count("failures");
    return otherwise;
  }

  private void count(String what) {
    try {
      meter.count(what);
    } catch (RuntimeException e) {
      // A meter's fault is the meter's own.
    }
  }
}
