/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

/** What an answer of the report source has changed. */
public enum ReportChange {
  /** The first report on this exam. */
  NEW,
  /** It says something else now; what it said is kept in its history. */
  AMENDED,
  /** It was taken back. */
  RETRACTED,
  /** It is known already, but for its version perhaps. */
  UNCHANGED,
  /** There is no text: it is not written yet. */
  NOTHING
}
