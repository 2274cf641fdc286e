/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;

/** Query/Retrieve Level (0008,0052) (PS3.4 §C.6). */
public enum QueryLevel {
  /** Patient Root only. */
  PATIENT,
  /** One match for each study. */
  STUDY,
  /** One match for each series; the study must be named. */
  SERIES,
  /** One match for each composite object instance; study and series must be named. */
  IMAGE;

  /**
   * The beginning of an identifier: this level, nothing else. For a C-FIND, keys that are set are
   * matched, empty ones are asked for; for a C-MOVE or C-GET, only unique keys belong in it.
   */
  public DataSet.Builder identifier() {
    return DataSet.builder().set(Tag.QueryRetrieveLevel, name());
  }
}
