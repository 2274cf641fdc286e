/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import org.xrayvision.dicom.data.DataSet;

/** A file in a transfer syntax that PS3.6 does not list: nobody can tell where its elements end. */
public final class UnknownTransferSyntaxException extends DicomException {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final transient DataSet fileMeta;

  UnknownTransferSyntaxException(String uid, DataSet fileMeta) {
    super("(0002,0010) TransferSyntaxUID: transfer syntax " + uid + " is not known");
    this.uid = uid;
    this.fileMeta = fileMeta;
  }

  /** The UID as the file has it. */
  public String uid() {
    return uid;
  }

  /** The file meta information, group 0002. */
  public DataSet fileMeta() {
    return fileMeta;
  }
}
