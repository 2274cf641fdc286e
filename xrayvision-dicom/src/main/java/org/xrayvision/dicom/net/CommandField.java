/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/** Command Field (0000,0100) of the requests that a {@link DimseService} may meet (PS3.7 §E.1). */
public final class CommandField {
  public static final int C_STORE_RQ = CommandSet.C_STORE_RQ;
  public static final int C_GET_RQ = CommandSet.C_GET_RQ;
  public static final int C_FIND_RQ = CommandSet.C_FIND_RQ;
  public static final int C_MOVE_RQ = CommandSet.C_MOVE_RQ;
  public static final int N_EVENT_REPORT_RQ = 0x0100;
  public static final int N_GET_RQ = 0x0110;
  public static final int N_SET_RQ = 0x0120;
  public static final int N_ACTION_RQ = 0x0130;
  public static final int N_CREATE_RQ = 0x0140;
  public static final int N_DELETE_RQ = 0x0150;

  private CommandField() {}

  /** Whether it is a request of a normalized service (PS3.7 §10). */
  static boolean isNormalized(int field) {
    return field >= N_EVENT_REPORT_RQ && field <= N_DELETE_RQ;
  }
}
