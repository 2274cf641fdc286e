/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A study as a PACS tells of it. Immutable.
 *
 * @param uid StudyInstanceUID, of valid form
 * @param date StudyDate, null where there is none
 * @param time StudyTime, null where there is none
 * @param modalities ModalitiesInStudy; empty where the PACS does not tell
 * @param instances how many objects it has; empty where the PACS does not tell
 */
record FoundStudy(
    String uid,
    @Nullable LocalDate date,
    @Nullable LocalTime time,
    Set<String> modalities,
    OptionalInt instances) {
  FoundStudy {
    modalities = Set.copyOf(modalities);
  }

  /** Whether all that is needed to decide about it was told. */
  boolean isKnown() {
    return !modalities.isEmpty() && instances.isPresent();
  }

  /** Some PACS answer with one match for each instance or series of a study. */
  FoundStudy mergedWith(FoundStudy other) {
    Set<String> all = new HashSet<>(modalities);
    all.addAll(other.modalities);
    OptionalInt most =
        instances.isPresent() && other.instances.isPresent()
            ? OptionalInt.of(Math.max(instances.getAsInt(), other.instances.getAsInt()))
            : instances.isPresent() ? instances : other.instances;
    return new FoundStudy(
        uid, date == null ? other.date : date, time == null ? other.time : time, all, most);
  }
}
