/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/**
 * How many C-STOREs a C-MOVE or C-GET has led to, as the peer counts them (PS3.7 §9.1.3.1). A peer
 * may leave each of them out: then it is what the peer said last, or -1. Immutable.
 *
 * @param remaining still to be done
 * @param completed done
 * @param failed not done
 * @param warning done, with a warning
 */
public record SubOperations(int remaining, int completed, int failed, int warning) {
  /** Nothing was said. */
  public static final SubOperations UNKNOWN = new SubOperations(-1, -1, -1, -1);

  static SubOperations of(CommandSet response, SubOperations before) {
    return new SubOperations(
        response.number(CommandSet.REMAINING_SUB_OPERATIONS).orElse(before.remaining),
        response.number(CommandSet.COMPLETED_SUB_OPERATIONS).orElse(before.completed),
        response.number(CommandSet.FAILED_SUB_OPERATIONS).orElse(before.failed),
        response.number(CommandSet.WARNING_SUB_OPERATIONS).orElse(before.warning));
  }

  /** As a person reads it, for example {@code 12 done, 1 with a warning, 0 failed, 37 to go}. */
  @Override
  public String toString() {
    return said(completed)
        + " done, "
        + said(warning)
        + " with a warning, "
        + said(failed)
        + " failed, "
        + said(remaining)
        + " to go";
  }

  private static String said(int count) {
    return count < 0 ? "?" : Integer.toString(count);
  }
}
