/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.xrayvision.core.Verification;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.server.commitment.Commitment.Reference;

/** What looking at the objects of a commitment has found: what is reported. Immutable. */
final class Findings {
  private static final int PROCESSING_FAILURE = 0x0110;
  private static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
  private static final int CLASS_INSTANCE_CONFLICT = 0x0119;

  private final String transactionUid;
  private final List<DataSet> kept;
  private final List<DataSet> failed;

  private Findings(String transactionUid, List<DataSet> kept, List<DataSet> failed) {
    this.transactionUid = transactionUid;
    this.kept = List.copyOf(kept);
    this.failed = List.copyOf(failed);
  }

  /** Looks at an object. */
  @FunctionalInterface
  interface Verifier {
    Verification verify(String sopClassUid, String sopInstanceUid);
  }

  /**
   * Looks at every object.
   *
   * @param stop asked before each; whether there is no time any more
   * @return empty if it was stopped
   */
  static Optional<Findings> of(Commitment commitment, Verifier verifier, BooleanSupplier stop) {
    List<DataSet> kept = new ArrayList<>();
    List<DataSet> failed = new ArrayList<>();
    for (Reference reference : commitment.references()) {
      if (stop.getAsBoolean()) {
        return Optional.empty();
      }
      DataSet.Builder item =
          DataSet.builder()
              .set(Tag.ReferencedSOPClassUID, reference.sopClassUid())
              .set(Tag.ReferencedSOPInstanceUID, reference.sopInstanceUid());
      switch (verifier.verify(reference.sopClassUid(), reference.sopInstanceUid())) {
        case KEPT -> kept.add(item.build());
        case NO_SUCH_OBJECT -> failed.add(because(item, NO_SUCH_OBJECT_INSTANCE));
        case OTHER_SOP_CLASS -> failed.add(because(item, CLASS_INSTANCE_CONFLICT));
        case DAMAGED -> failed.add(because(item, PROCESSING_FAILURE));
      }
    }
    return Optional.of(new Findings(commitment.transactionUid(), kept, failed));
  }

  /** Failure Reason as PS3.3 §C.14.1.1 has it. */
  private static DataSet because(DataSet.Builder item, int reason) {
    return item.setInts(Tag.FailureReason, reason).build();
  }

  int eventTypeId() {
    return failed.isEmpty() ? StorageCommitment.EVENT_ALL_KEPT : StorageCommitment.EVENT_FAILURES;
  }

  /** The event information (PS3.4 table J.3-2). */
  DataSet information() {
    DataSet.Builder information = DataSet.builder().set(Tag.TransactionUID, transactionUid);
    if (!failed.isEmpty()) {
      information.setItems(Tag.FailedSOPSequence, failed);
    }
    if (!kept.isEmpty()) {
      information.setItems(Tag.ReferencedSOPSequence, kept);
    }
    return information.build();
  }

  @Override
  public String toString() {
    return kept.size() + " kept, " + failed.size() + " not";
  }
}
