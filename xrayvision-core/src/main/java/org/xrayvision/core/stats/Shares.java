/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.Map;
import org.xrayvision.core.Agreement;
import org.xrayvision.core.Estimate;
import org.xrayvision.core.ExclusionReason;

/** Shares of counted things. Pure. */
public final class Shares {
  private Shares() {}

  /** How many of those that the model has assessed it called positive. */
  public static Estimate positive(Agreement of) {
    Map<ExclusionReason, Long> excluded = of.excluded();
    long assessed =
        of.included()
            + excluded.getOrDefault(ExclusionReason.NO_REPORT, 0L)
            + excluded.getOrDefault(ExclusionReason.REPORT_NOT_ASSESSED, 0L)
            + excluded.getOrDefault(ExclusionReason.REPORT_RETRACTED, 0L);
    return Proportions.wilson(of.positive(), assessed);
  }
}
