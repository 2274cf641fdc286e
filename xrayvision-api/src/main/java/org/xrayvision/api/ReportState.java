/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with the truth about an exam: the radiologist's report and a person's review.
 * Immutable.
 *
 * @param retracted whether the report's source has taken it back; what it said is kept, and counts
 *     no more
 * @param problem why the report could not be had or assessed, or null
 * @param review the verdict on the reading that counts, or null
 */
public record ReportState(boolean retracted, @Nullable String problem, @Nullable Review review) {
  /** Nothing is known. */
  public static final ReportState NONE = new ReportState(false, null, null);
}
