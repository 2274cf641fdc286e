/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import java.util.ArrayList;
import java.util.List;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.UIDs;

/**
 * What somebody wants to be committed (PS3.4 table J.3-1). Immutable.
 *
 * @param aeTitle who asks
 * @param transactionUid by which he knows the answer
 */
record Commitment(String aeTitle, String transactionUid, List<Reference> references) {
  /** In one request. */
  static final int MAX_REFERENCES = 10_000;

  /** An object that is referred to. */
  record Reference(String sopClassUid, String sopInstanceUid) {}

  Commitment {
    references = List.copyOf(references);
  }

  /**
   * Reads the information of an N-ACTION.
   *
   * @throws IllegalArgumentException if it is not as it must be; the message says what
   */
  static Commitment read(String aeTitle, DataSet information) {
    String transaction = uid(information, Tag.TransactionUID, "TransactionUID (0008,1195)");
    List<DataSet> items = information.items(Tag.ReferencedSOPSequence);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("ReferencedSOPSequence (0008,1199) has no item");
    }
    List<Reference> references = new ArrayList<>();
    for (DataSet item : items) {
      references.add(
          new Reference(
              uid(item, Tag.ReferencedSOPClassUID, "ReferencedSOPClassUID (0008,1150)"),
              uid(item, Tag.ReferencedSOPInstanceUID, "ReferencedSOPInstanceUID (0008,1155)")));
    }
    return new Commitment(aeTitle, transaction, references);
  }

  private static String uid(DataSet dataSet, int tag, String name) {
    String uid = dataSet.string(tag).map(UIDs::trim).orElse("");
    if (!UIDs.isValid(uid)) {
      throw new IllegalArgumentException(name + " is missing or no UID");
    }
    return uid;
  }
}
