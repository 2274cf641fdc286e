/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import static org.xrayvision.dicom.net.State.STA1;
import static org.xrayvision.dicom.net.State.STA10;
import static org.xrayvision.dicom.net.State.STA11;
import static org.xrayvision.dicom.net.State.STA12;
import static org.xrayvision.dicom.net.State.STA13;
import static org.xrayvision.dicom.net.State.STA2;
import static org.xrayvision.dicom.net.State.STA3;
import static org.xrayvision.dicom.net.State.STA4;
import static org.xrayvision.dicom.net.State.STA5;
import static org.xrayvision.dicom.net.State.STA6;
import static org.xrayvision.dicom.net.State.STA7;
import static org.xrayvision.dicom.net.State.STA8;
import static org.xrayvision.dicom.net.State.STA9;

/** What the upper layer does, and the state it is in afterwards (PS3.8 tables 9-6 to 9-9). */
enum Action {
  /** Request the transport connection. */
  AE_1(STA4),
  /** Send A-ASSOCIATE-RQ. */
  AE_2(STA5),
  /** Confirm the association to the local user. */
  AE_3(STA6),
  /** Tell the rejection to the local user; close the transport connection. */
  AE_4(STA1),
  /** Answer the transport connection; start ARTIM. */
  AE_5(STA2),
  /** Stop ARTIM; indicate the request to the local user, or send A-ASSOCIATE-RJ, start ARTIM. */
  AE_6(STA3, STA13),
  /** Send A-ASSOCIATE-AC. */
  AE_7(STA6),
  /** Send A-ASSOCIATE-RJ; start ARTIM. */
  AE_8(STA13),
  /** Send P-DATA-TF. */
  DT_1(STA6),
  /** Indicate P-DATA to the local user. */
  DT_2(STA6),
  /** Send A-RELEASE-RQ. */
  AR_1(STA7),
  /** Indicate the release to the local user. */
  AR_2(STA8),
  /** Confirm the release to the local user; close the transport connection. */
  AR_3(STA1),
  /** Send A-RELEASE-RP; start ARTIM. */
  AR_4(STA13),
  /** Stop ARTIM. */
  AR_5(STA1),
  /** Indicate P-DATA to the local user. */
  AR_6(STA7),
  /** Send P-DATA-TF. */
  AR_7(STA8),
  /** Indicate a release collision to the local user; Sta9 at the requestor, else Sta10. */
  AR_8(STA9, STA10),
  /** Send A-RELEASE-RP. */
  AR_9(STA11),
  /** Confirm the release to the local user. */
  AR_10(STA12),
  /** Send A-ABORT (service-user source); start ARTIM. */
  AA_1(STA13),
  /** Stop ARTIM; close the transport connection. */
  AA_2(STA1),
  /** Indicate the peer's abort to the local user; close the transport connection. */
  AA_3(STA1),
  /** Indicate A-P-ABORT to the local user. */
  AA_4(STA1),
  /** Stop ARTIM. */
  AA_5(STA1),
  /** Ignore the PDU. */
  AA_6(STA13),
  /** Send A-ABORT. */
  AA_7(STA13),
  /** Send A-ABORT (service-provider source), indicate A-P-ABORT to the local user; start ARTIM. */
  AA_8(STA13);

  private final State next;
  private final State otherwise;

  Action(State next) {
    this(next, next);
  }

  Action(State next, State otherwise) {
    this.next = next;
    this.otherwise = otherwise;
  }

  /**
   * The state afterwards.
   *
   * @param condition AE-6: the request is acceptable; AR-8: we are the association requestor; the
   *     other actions have no choice
   */
  State next(boolean condition) {
    return condition ? next : otherwise;
  }

  /** As the Standard writes it, for example {@code AE-6}. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
