/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import org.xrayvision.dicom.data.DataSet;

/** Takes the matches of one C-FIND, on the thread that asked. */
@FunctionalInterface
public interface FindListener {

  /**
   * Called for each match in the order of arrival. It must not use the association. What it throws
   * aborts the association and goes to who asked.
   *
   * @return whether to go on; false has a C-CANCEL-RQ sent, and no more matches told
   */
  boolean onMatch(DataSet match);
}
