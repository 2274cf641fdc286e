/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/** Whether an object is kept as it was received. */
public enum Verification {
  /** It is: its file has the length and the SHA-256 of the data set that was received. */
  KEPT,
  /** There is no object with this UID, or its file is not kept any more. */
  NO_SUCH_OBJECT,
  /** The object with this UID is of another SOP class. */
  OTHER_SOP_CLASS,
  /** Its file cannot be read, is not what was received, or nobody knows what was received. */
  DAMAGED
}
