/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.exam.ExamHeader;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;

/**
 * An object that was read to its end and may be stored. Immutable.
 *
 * @param sha256 of the data set bytes, lower-case hex
 * @param length of the data set in bytes
 * @param sender the calling AE title, where there is one
 */
record Received(
    String uid,
    DataSet dataSet,
    TransferSyntax transferSyntax,
    String sha256,
    long length,
    @Nullable String sender,
    Instant at) {
  private static final String LEADING_ZERO = "leading-zero";

  NewExam toExam(ExamHeader header) {
    Set<String> flags = new TreeSet<>(header.flags());
    if (UIDs.hasLeadingZero(uid)) {
      flags.add(LEADING_ZERO);
    }
    return new NewExam(
        uid,
        header.patient(),
        header.created(),
        header.protocol(),
        header.region(),
        header.projection(),
        header.modality(),
        header.studyUid(),
        header.seriesUid(),
        header.accessionNumber(),
        transferSyntax.uid(),
        sha256,
        length,
        sender,
        flags,
        at);
  }
}
