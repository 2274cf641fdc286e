/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.analysis.Enrichment;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PatientDirectory;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportSource;

/**
 * Fills in what a header does not say of its patient, from a report source that knows patients. An
 * exam never waits for it longer than ten seconds, and never fails for it. Safe for threads.
 */
final class Directory implements Enrichment {
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST_REMEMBERED = 1_000;

  private final ExamStore store;
  private final Endpoints<ReportSource> sources;
  private final Discretion discretion;
  private final Clock clock;

  /** Whom we have asked about, and when: the views of a study come one after the other. */
  private final Map<String, Instant> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Directory(ExamStore store, Endpoints<ReportSource> sources, Discretion discretion, Clock clock) {
    this.store = store;
    this.sources = sources;
    this.discretion = discretion;
    this.clock = clock;
  }

  @Override
  public Exam enriched(Exam exam) {
    Patient known = exam.patient();
    boolean complete = known.hisId() != null && known.birthDate() != null && known.sex() != null;
    if (complete || !sources.isUsable() || !isFirstTime(known.key())) {
      return exam;
    }
    Scrubber scrubber = Scrubber.of(exam, List.of());
    ExamsInHand.Handle inHand = discretion.exams().take(scrubber::scrub);
    try {
      Deadline deadline = Deadline.in(TIME);
      Optional<Patient> found =
          sources.call(deadline, source -> lookUp(source, known, deadline)).answer();
      if (found.isEmpty()) {
        return exam;
      }
      store.reports().fillIn(known.key(), found.get());
      return store.exam(exam.uid()).orElse(exam);
    } catch (BackendException e) {
      // The reading is worth more than the facts; they may be had at the next exam.
      return exam;
    } finally {
      inHand.close();
    }
  }

  private static Optional<Patient> lookUp(
      Asked<ReportSource> source, Patient known, Deadline deadline) {
    try {
      return source.plugin() instanceof PatientDirectory directory
          ? directory.patient(known, deadline)
          : Optional.empty();
    } catch (PermanentBackendException e) {
      // Ambiguous: nothing is filled in, and the source is well.
      return Optional.empty();
    }
  }

  private boolean isFirstTime(String key) {
    Instant now = clock.instant();
    synchronized (asked) {
      Instant before = asked.put(key, now);
      return before == null || before.plus(REMEMBERED).isBefore(now);
    }
  }
}
