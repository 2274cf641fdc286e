/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What a worker asks of the engine. Safe for threads. */
interface Here {
  /** How many exams of each of these studies are here. */
  Map<String, Integer> exams(Collection<String> studyUids);

  /** Why nothing more should come now; empty if it may. */
  Optional<String> busy();
}
