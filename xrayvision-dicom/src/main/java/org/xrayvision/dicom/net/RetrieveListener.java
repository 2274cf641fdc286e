/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/** Is told how one C-MOVE or C-GET goes on, on the thread that asked. */
@FunctionalInterface
public interface RetrieveListener {
  /** Lets everything go on. */
  RetrieveListener NONE = progress -> true;

  /**
   * Called for each pending response; a peer need not send any. It must not use the association.
   * What it throws aborts the association and goes to who asked.
   *
   * @return whether to go on; false has a C-CANCEL-RQ sent, once
   */
  boolean onProgress(SubOperations progress);
}
