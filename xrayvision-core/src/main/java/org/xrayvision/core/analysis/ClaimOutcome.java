/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.GiveBack;

/** How one claim is to end. */
sealed interface ClaimOutcome {
  /** With a report. */
  record Completed(AiRun run) implements ClaimOutcome {}

  /**
   * Without one.
   *
   * @param isOurTrouble whether the disk or the database is to blame: the next would fare no better
   */
  record HandedBack(GiveBack how, boolean isOurTrouble) implements ClaimOutcome {
    HandedBack(GiveBack how) {
      this(how, false);
    }
  }
}
