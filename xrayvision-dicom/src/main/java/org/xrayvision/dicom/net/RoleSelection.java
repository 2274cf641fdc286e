/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/**
 * SCP/SCU role selection for one SOP class (PS3.7 §D.3.3.4). Without it the requestor of an
 * association is SCU and the acceptor SCP. Immutable.
 *
 * @param sopClassUid the abstract syntax, in whichever presentation contexts it stands
 * @param scu whether the requestor may be SCU
 * @param scp whether the requestor may be SCP
 */
public record RoleSelection(String sopClassUid, boolean scu, boolean scp) {

  /** The requestor is SCP only: what C-GET needs for each storage SOP class. */
  public static RoleSelection provider(String sopClassUid) {
    return new RoleSelection(sopClassUid, false, true);
  }
}
