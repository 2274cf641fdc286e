/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/**
 * How a C-FIND ended (PS3.4 §C.4.1). Immutable.
 *
 * @param status the final response: 0000 all matches were sent, FE00 it was cancelled, else failure
 * @param matches how many the listener was told
 * @param unreadableMatches how many matches could not be understood, had no identifier, or one of
 *     more than 256 KiB
 * @param optionalKeysUnsupported whether a match came with FF01: optional keys were asked for that
 *     the peer does not support
 * @param limitReached whether there were more matches than the limit; then it was cancelled
 * @param cancelled whether a C-CANCEL-RQ was sent; the status may be 0000 all the same, if the last
 *     match was under way
 */
public record FindResult(
    Status status,
    int matches,
    int unreadableMatches,
    boolean optionalKeysUnsupported,
    boolean limitReached,
    boolean cancelled) {

  /** Whether all matches were told, each of them readable. */
  public boolean isComplete() {
    return status.isSuccess() && !cancelled && unreadableMatches == 0;
  }
}
