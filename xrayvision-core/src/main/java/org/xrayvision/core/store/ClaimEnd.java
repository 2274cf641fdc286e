/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

/** What became of the end of a claim. */
public enum ClaimEnd {
  /** It was written. */
  WRITTEN,
  /** Another look was asked for meanwhile; the run is kept, the exam stays {@code requeue}. */
  SUPERSEDED,
  /** The claim is somebody else's now, or nobody's; only the run is kept. */
  LOST
}
