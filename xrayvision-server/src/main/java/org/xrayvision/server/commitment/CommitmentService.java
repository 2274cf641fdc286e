/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.net.AssociationException;
import org.xrayvision.dicom.net.CommandField;
import org.xrayvision.dicom.net.DimseExchange;
import org.xrayvision.dicom.net.DimseRequest;
import org.xrayvision.dicom.net.DimseService;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.commitment.CommitmentQueue.Waiting;
import org.xrayvision.server.commitment.Findings.Verifier;

/**
 * Storage Commitment Push Model as SCP (PS3.4 §J.3): an N-ACTION is answered when it is kept
 * durably. What can be looked at in a moment is reported on the same association at once; the rest,
 * and what the peer has not waited for, is the {@link CommitmentReporter}'s. Safe for threads.
 */
final class CommitmentService implements DimseService {
  private static final System.Logger LOG = System.getLogger(CommitmentService.class.getName());

  /** How long the association waits for the objects to be read. */
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  /** How long nobody else takes it: beyond what the association itself may wait. */
  private static final Duration HELD = Duration.ofMinutes(5);

  private static final Status NO_SUCH_OBJECT_INSTANCE = new Status(0x0112);
  private static final Status INVALID_ARGUMENT_VALUE = new Status(0x0115);
  private static final Status NO_SUCH_ACTION = new Status(0x0123);

  private final CommitmentQueue queue;
  private final Verifier verifier;
  private final Runnable onUnreported;
  private final Clock clock;

  /**
   * @param onUnreported is told when something waits for a report of its own
   */
  CommitmentService(CommitmentQueue queue, Verifier verifier, Runnable onUnreported, Clock clock) {
    this.queue = queue;
    this.verifier = verifier;
    this.onUnreported = onUnreported;
    this.clock = clock;
  }

  @Override
  public Set<String> sopClassUids() {
    return Set.of(StorageCommitment.SOP_CLASS);
  }

  @Override
  public void serve(DimseRequest request, DimseExchange exchange) throws IOException {
    Status refusal = refusal(request);
    if (refusal != null) {
      exchange.response(refusal).send();
      return;
    }
    Commitment commitment;
    try {
      DataSet information = request.dataSet().orElseGet(DataSet::empty);
      commitment = Commitment.read(request.peer().callingAETitle(), information);
    } catch (IllegalArgumentException e) {
      exchange.response(INVALID_ARGUMENT_VALUE.withComment(String.valueOf(e.getMessage()))).send();
      return;
    }
    Optional<Waiting> kept = keep(commitment);
    if (kept.isEmpty()) {
      exchange.response(Status.RESOURCE_LIMITATION.withComment("too much at once, later")).send();
      return;
    }
    boolean reported = false;
    try {
      exchange.response(Status.SUCCESS).send();
      reported = report(request, exchange, kept.get());
    } finally {
      if (!reported) {
        queue.postpone(kept.get().id(), 0, clock.instant());
        onUnreported.run();
      }
    }
  }

  private static @Nullable Status refusal(DimseRequest request) {
    if (request.commandField() != CommandField.N_ACTION_RQ) {
      return Status.UNRECOGNIZED_OPERATION;
    }
    if (!request
        .text(StorageCommitment.REQUESTED_SOP_INSTANCE_UID)
        .equals(StorageCommitment.INSTANCE)) {
      return NO_SUCH_OBJECT_INSTANCE;
    }
    int action = request.number(StorageCommitment.ACTION_TYPE_ID).orElse(-1);
    return action == StorageCommitment.ACTION_REQUEST ? null : NO_SUCH_ACTION;
  }

  private Optional<Waiting> keep(Commitment commitment) {
    if (commitment.references().size() > Commitment.MAX_REFERENCES) {
      return Optional.empty();
    }
    try {
      return queue.add(commitment, clock.instant(), clock.instant().plus(HELD));
    } catch (XRayVisionException e) {
      LOG.log(System.Logger.Level.ERROR, "a storage commitment could not be kept", e);
      return Optional.empty();
    }
  }

  /** On the association that asked, if that is quickly done and the peer is still there. */
  private boolean report(DimseRequest request, DimseExchange exchange, Waiting waiting)
      throws IOException {
    long end = System.nanoTime() + A_MOMENT.toNanos();
    Optional<Findings> findings =
        Findings.of(waiting.commitment(), verifier, () -> System.nanoTime() - end > 0);
    if (findings.isEmpty()) {
      return false;
    }
    Status answer;
    try {
      answer =
          exchange
              .request(request.context(), CommandField.N_EVENT_REPORT_RQ)
              .uid(StorageCommitment.AFFECTED_SOP_INSTANCE_UID, StorageCommitment.INSTANCE)
              .number(StorageCommitment.EVENT_TYPE_ID, findings.get().eventTypeId())
              .dataSet(findings.get().information())
              .ask();
    } catch (AssociationException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> request.peer() + " did not wait for its storage commitment: " + e.getMessage());
      throw e;
    }
    if (answer.isFailure()) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> request.peer() + " answered a storage commitment with " + answer);
      return false;
    }
    queue.remove(waiting.id());
    LOG.log(
        System.Logger.Level.INFO,
        () -> request.peer() + " was told of a storage commitment: " + findings.get());
    return true;
  }
}
