/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.xrayvision.server.retrieve.Retrieval.Status;
import org.xrayvision.server.retrieve.RetrieveStore.Decision;

/**
 * Which of the studies that one query finds are fetched: those of the wanted modalities that are
 * not here in full, and were not fetched before as they are now. Used by one thread.
 */
final class StudyChoice {
  private final Window window;
  private final ZoneId zone;
  private final Set<String> modalities;
  private final RetrieveStore store;
  private final String pacs;
  private final boolean onDemand;
  private final Map<String, Status> known = new HashMap<>();

  StudyChoice(
      Window window,
      ZoneId zone,
      Set<String> modalities,
      RetrieveStore store,
      String pacs,
      boolean onDemand) {
    this.window = window;
    this.zone = zone;
    this.modalities = modalities;
    this.store = store;
    this.pacs = pacs;
    this.onDemand = onDemand;
  }

  /** Whether a study needs a decision: it is in the window, perhaps ours, and new or changed. */
  boolean interests(FoundStudy study) {
    if (!window.holds(study, zone)) {
      return false;
    }
    if (!study.modalities().isEmpty() && Collections.disjoint(study.modalities(), modalities)) {
      return false;
    }
    Optional<Retrieval> before = store.find(pacs, study.uid());
    boolean interests =
        before.isEmpty() || study.instances().isEmpty() || changed(before.get(), study);
    if (interests) {
      known.remove(study.uid());
    } else if (before.get().status() != Status.OTHER) {
      known.put(study.uid(), before.get().status());
    }
    return interests;
  }

  private boolean changed(Retrieval before, FoundStudy study) {
    return hasGrown(before, study) || (onDemand && before.status() == Status.FAILED);
  }

  private static boolean hasGrown(Retrieval before, FoundStudy study) {
    OptionalInt then = before.objects();
    OptionalInt now = study.instances();
    return then.isPresent() && now.isPresent() && now.getAsInt() > then.getAsInt();
  }

  /** How many studies did not need one, though they are ours. */
  int known() {
    return known.size();
  }

  /** How many of those were fetched before. */
  int knownDone() {
    return (int) known.values().stream().filter(status -> status == Status.DONE).count();
  }

  /** What becomes of the studies that need a decision. */
  List<Decision> decide(List<FoundStudy> studies, Map<String, Integer> examsHere) {
    List<Decision> decisions = new ArrayList<>();
    for (FoundStudy study : studies) {
      Status status = status(study, examsHere.getOrDefault(study.uid(), 0));
      boolean whole = modalities.containsAll(study.modalities());
      decisions.add(new Decision(study, status, whole, taken(study)));
    }
    return decisions;
  }

  private Status status(FoundStudy study, int here) {
    // A PACS that names no modality at all is believed to have one of ours.
    if (!study.modalities().isEmpty() && Collections.disjoint(study.modalities(), modalities)) {
      return Status.OTHER;
    }
    OptionalInt there = study.instances();
    return there.isPresent() && here >= there.getAsInt() ? Status.DONE : Status.WANTED;
  }

  private Instant taken(FoundStudy study) {
    LocalDate date = Objects.requireNonNullElse(study.date(), LocalDate.EPOCH);
    LocalTime time = Objects.requireNonNullElse(study.time(), LocalTime.MIN);
    return ZonedDateTime.of(date, time, zone).toInstant();
  }
}
