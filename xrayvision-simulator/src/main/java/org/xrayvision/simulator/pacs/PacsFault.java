/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

/** What a {@link QueryRetrievePacs} does on a bad day. */
public enum PacsFault {
  /** A-ABORT instead of the n-th match or sub-operation. */
  ABORT,
  /** The n-th sub-operation is not done; the retrieval ends with B000 and names it. */
  FAIL_SUB_OPERATION,
  /** The n-th sub-operation is done and counted as one with a warning. */
  WARN_SUB_OPERATION,
  /** Every match comes with FF01. */
  PENDING_WITH_WARNING,
  /** Requests but C-ECHO and C-STORE are not answered at all. */
  NEVER_ANSWER,
  /** C-FIND has matches without end; a cancel ends it. */
  ENDLESS_MATCHES,
  /** C-CANCEL-RQ changes nothing. */
  IGNORE_CANCEL,
  /** C-MOVE and C-GET are answered A701, C-FIND A700. */
  OUT_OF_RESOURCES,
  /** Each match comes twice. */
  DUPLICATE_MATCH,
  /** The n-th match has an identifier that cannot be understood. */
  BROKEN_MATCH,
  /** C-MOVE and C-GET tell nothing before they are over. */
  NO_PENDING_RESPONSES,
  /** Each match and sub-operation takes n milliseconds more. */
  SLOW,
  /** Associations are rejected: calling AE title not recognized. */
  REFUSE_ASSOCIATION
}
