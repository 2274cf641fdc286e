/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.xrayvision.api.XRayVisionException;

/**
 * A cursor into the events is older than what is kept, or no cursor of this engine: what was missed
 * cannot be told. Load the exams anew, and go on from {@link #lastSeq()}.
 */
public final class ResyncException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  private final long lastSeq;

  /** An exception that tells where to go on. */
  public ResyncException(long lastSeq) {
    super("events may have been missed: load the exams anew, go on from " + lastSeq);
    this.lastSeq = lastSeq;
  }

  /** The last sequence number given when this was thrown. */
  public long lastSeq() {
    return lastSeq;
  }
}
