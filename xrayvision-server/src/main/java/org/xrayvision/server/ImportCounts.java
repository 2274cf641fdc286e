/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.util.Map;
import java.util.TreeMap;

/** What became of the files of an import. For one thread. */
final class ImportCounts {
  private static final int MAX_REASONS = 50;
  private static final String OTHER_REASONS = "other reasons";

  long taken;
  long alreadyThere;
  long conflicts;
  long broughtBefore;
  long notDicom;
  long dicomDirs;
  long unreadable;

  /** Files looked at, and their bytes. */
  long files;

  long bytes;

  private final Map<String, Long> refused = new TreeMap<>();

  void refused(String reason) {
    boolean room = refused.size() < MAX_REASONS || refused.containsKey(reason);
    refused.merge(room ? reason : OTHER_REASONS, 1L, Long::sum);
  }

  long refused() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> reasons() {
    return refused;
  }

  boolean allWell() {
    return refused.isEmpty() && unreadable == 0;
  }
}
