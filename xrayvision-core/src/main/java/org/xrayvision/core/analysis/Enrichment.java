/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import org.xrayvision.api.Exam;

/** Adds what others know of an exam's patient, before it is read. Safe for threads. */
public interface Enrichment {
  /** The exam with what could be found; never fails for what could not. */
  Exam enriched(Exam exam);
}
