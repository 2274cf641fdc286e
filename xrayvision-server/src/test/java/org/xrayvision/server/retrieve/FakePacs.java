/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A PACS at the edge of the worker's tests: what it has and what it does is set by hand. */
final class FakePacs implements Pacs {
  final Map<String, FoundStudy> studies = new LinkedHashMap<>();
  final List<List<LocalDate>> asked = new ArrayList<>();
  final List<String> retrieved = new ArrayList<>();
  final Map<String, Integer> here = new HashMap<>();

  /** Objects that are none that we take, by study. */
  final Map<String, Integer> refused = new HashMap<>();

  /** Why one study fails, by study. */
  final Map<String, String> problems = new HashMap<>();

  @Nullable String down;
  @Nullable String cannotSend;
  boolean sendsElsewhere;

  void has(String uid, String date, String time, int instances, String... modalities) {
    studies.put(
        uid,
        new FoundStudy(
            uid,
            LocalDate.parse(date),
            java.time.LocalTime.parse(time),
            Set.of(modalities),
            OptionalInt.of(instances)));
  }

  @Override
  public List<FoundStudy> find(List<LocalDate> days, Predicate<FoundStudy> interesting)
      throws PacsException {
    asked.add(days);
    if (down != null) {
      throw PacsException.ofAll(down, null);
    }
    return studies.values().stream()
        .filter(study -> days.contains(study.date()))
        .filter(interesting)
        .toList();
  }

  @Override
  public Fetched retrieve(String studyUid, boolean whole) throws PacsException {
    if (down != null || cannotSend != null) {
      throw PacsException.ofAll(String.valueOf(down == null ? cannotSend : down), null);
    }
    retrieved.add(studyUid + (whole ? "" : " in part"));
    int all = studies.get(studyUid).instances().orElse(1);
    int bad = refused.getOrDefault(studyUid, 0);
    String problem = problems.get(studyUid);
    if (problem == null && all > bad && !sendsElsewhere) {
      here.put(studyUid, all - bad);
    }
    return new Fetched(problem == null ? all - bad : 0, bad, problem);
  }

  @Override
  public void close() {
    // Nothing goes on here.
  }
}
