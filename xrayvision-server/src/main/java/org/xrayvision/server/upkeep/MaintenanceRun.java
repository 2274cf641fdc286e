/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What came of the work of one night. Immutable. */
public record MaintenanceRun(Instant started, Instant ended, List<Step> steps) {
  /** Copies the list. */
  public MaintenanceRun {
    steps = List.copyOf(steps);
  }

  /**
   * What came of one step.
   *
   * @param message for a person; of a step that failed, why and what to do
   */
  public record Step(String name, boolean well, String message, Duration took) {}

  /** The names of the steps that failed. */
  public List<String> failed() {
    return steps.stream().filter(step -> !step.well()).map(Step::name).toList();
  }
}
