package org.xrayvision.core.analysis;

import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.GiveBack;

/** How one claim is to end. */
sealed interface ClaimOutcome {
  /** With a report. */
  record Completed(AiRun run) implements ClaimOutcome {}

  /** Without one. */
  record HandedBack(GiveBack how) implements ClaimOutcome {}
}
