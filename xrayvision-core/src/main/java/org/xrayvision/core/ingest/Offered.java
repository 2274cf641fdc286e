/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

/** What came of a file of the images folder that was offered once more. */
public enum Offered {
  /** It had no row and has one now. */
  TAKEN,
  /** Its exam was in error and waits anew. */
  TRIED_AGAIN,
  /** Its exam is there, or it is kept beside one. */
  UNCHANGED,
  /** It cannot be read, is not what was received, or is not taken. */
  NOT_TAKEN
}
