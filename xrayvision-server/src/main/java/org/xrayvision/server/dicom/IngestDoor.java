/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.Peer;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreHandler;
import org.xrayvision.dicom.net.StoreRequest;
import org.xrayvision.server.metrics.DicomMetrics;

/** Hands what C-STORE brings to the engine, and its answer back. Safe for threads. */
final class IngestDoor implements StoreHandler {
  private static final System.Logger LOG = System.getLogger(IngestDoor.class.getName());

  /** Error Comment (0000,0902) is an LO. */
  private static final int LONGEST_COMMENT = 64;

  private static final Set<IngestResult.Outcome> FOR_GOOD =
      EnumSet.of(
          IngestResult.Outcome.DATA_SET_DOES_NOT_MATCH_SOP_CLASS,
          IngestResult.Outcome.CANNOT_UNDERSTAND,
          IngestResult.Outcome.INVALID_SOP_INSTANCE,
          IngestResult.Outcome.SOP_CLASS_NOT_SUPPORTED);

  private final XRayVision engine;
  private final RefusedObjects refused;
  private final DicomMetrics metrics;

  IngestDoor(XRayVision engine, RefusedObjects refused, DicomMetrics metrics) {
    this.engine = engine;
    this.refused = refused;
    this.metrics = metrics;
  }

  @Override
  public Status store(StoreRequest request, InputStream dataSet) throws IOException {
    IngestResult result = counted(request, new CountingStream(dataSet));
    Status status = status(result);
    if (result.isStored()) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> request.peer() + " stored " + request.sopInstanceUid() + ": " + result.outcome());
    } else {
      if (FOR_GOOD.contains(result.outcome())) {
        refused.add(request.peer().callingAETitle(), request.sopInstanceUid());
      }
      LOG.log(
          System.Logger.Level.WARNING, () -> request.peer() + " was refused an object: " + status);
    }
    return status;
  }

  private IngestResult counted(StoreRequest request, CountingStream dataSet) throws IOException {
    long start = System.nanoTime();
    IngestResult result = null;
    try {
      result =
          engine.ingest(
              dataSet,
              request.transferSyntaxUid(),
              request.sopClassUid(),
              request.sopInstanceUid(),
              new IngestSource(request.peer().callingAETitle(), address(request.peer())));
      return result;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (result == null) {
        metrics.senderFailed(dataSet.count(), took);
      } else {
        metrics.ingested(result.outcome(), dataSet.count(), took);
      }
    }
  }

  static Status status(IngestResult result) {
    Status status = new Status(result.outcome().status());
    String message = result.message();
    if (result.outcome() == IngestResult.Outcome.STORED || message.isBlank()) {
      return status;
    }
    return status.withComment(
        message.length() <= LONGEST_COMMENT ? message : message.substring(0, LONGEST_COMMENT));
  }

  static String address(Peer peer) {
    return peer.address().getAddress().getHostAddress() + ":" + peer.address().getPort();
  }
}
