/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import org.xrayvision.dicom.data.SOPClass;

/** A Query/Retrieve information model and its SOP classes (PS3.4 §C.6). */
public enum QueryRoot {
  /** Study Root: patient attributes stand at the study level. What nearly every PACS has. */
  STUDY(
      SOPClass.StudyRootQueryRetrieveFind,
      SOPClass.StudyRootQueryRetrieveMove,
      SOPClass.StudyRootQueryRetrieveGet),
  /** Patient Root: below the patient level an identifier must name the one patient. */
  PATIENT(
      SOPClass.PatientRootQueryRetrieveFind,
      SOPClass.PatientRootQueryRetrieveMove,
      SOPClass.PatientRootQueryRetrieveGet);

  private final String find;
  private final String move;
  private final String get;

  QueryRoot(String find, String move, String get) {
    this.find = find;
    this.move = move;
    this.get = get;
  }

  /** The SOP class of C-FIND. */
  public String findSopClassUid() {
    return find;
  }

  /** The SOP class of C-MOVE. */
  public String moveSopClassUid() {
    return move;
  }

  /** The SOP class of C-GET. */
  public String getSopClassUid() {
    return get;
  }

  /** Whether this is the SOP class of an operation of either root. */
  static boolean isQueryRetrieve(String sopClassUid) {
    for (QueryRoot root : values()) {
      if (sopClassUid.equals(root.find)
          || sopClassUid.equals(root.move)
          || sopClassUid.equals(root.get)) {
        return true;
      }
    }
    return false;
  }
}
