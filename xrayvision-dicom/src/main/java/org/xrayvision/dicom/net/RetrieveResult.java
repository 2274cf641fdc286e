/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a C-MOVE or C-GET ended (PS3.4 §C.4.2, §C.4.3). Immutable.
 *
 * @param status the final response: 0000 everything, B000 not everything, FE00 cancelled, else
 *     failure
 * @param subOperations the counts of the final response
 * @param failedSopInstanceUids what the final response names as failed; the first 10,000
 * @param cancelled whether a C-CANCEL-RQ was sent
 * @param received C-GET: how many C-STORE-RQs came on this association; C-MOVE: 0
 * @param refused C-GET: how many of those were answered with a failure
 * @param handlerFailure C-GET: the first exception of the {@link StoreHandler}, if any
 */
public record RetrieveResult(
    Status status,
    SubOperations subOperations,
    List<String> failedSopInstanceUids,
    boolean cancelled,
    int received,
    int refused,
    @Nullable Throwable handlerFailure) {

  /** Copies the list. */
  public RetrieveResult {
    failedSopInstanceUids = List.copyOf(failedSopInstanceUids);
  }

  /** Whether the peer says that everything was sent and taken. */
  public boolean isComplete() {
    return status.isSuccess() && subOperations.failed() <= 0 && refused == 0;
  }
}
