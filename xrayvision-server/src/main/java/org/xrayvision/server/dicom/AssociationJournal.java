/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Refusal;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.net.AcceptedContext;
import org.xrayvision.dicom.net.AssociationListener;
import org.xrayvision.dicom.net.Peer;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.server.logging.RateGate;
import org.xrayvision.server.metrics.DicomMetrics;
import org.xrayvision.server.metrics.DicomMetrics.Association;

/**
 * Writes what happens to associations into the log, and what is refused before the engine sees it
 * into its list of refusals; both at a bounded rate. Safe for threads.
 */
final class AssociationJournal implements AssociationListener {
  private static final System.Logger LOG = System.getLogger(AssociationJournal.class.getName());
  private static final int TRANSIENT = 2;

  private final XRayVision engine;
  private final DicomMetrics metrics;
  private final Clock clock;
  private final RateGate contexts;
  private final RateGate others;

  /** Between the first refused context of an association and its acceptance. */
  private final Map<Peer, RefusedContexts> refusedContexts = new ConcurrentHashMap<>();

  AssociationJournal(XRayVision engine, DicomMetrics metrics, Clock clock) {
    this.engine = engine;
    this.metrics = metrics;
    this.clock = clock;
    this.contexts = new RateGate(clock, Duration.ofHours(1), 60);
    this.others = new RateGate(clock, Duration.ofSeconds(10), 60);
  }

  @Override
  public void contextRefused(Peer peer, ProposedContext context, int result) {
    refusedContexts.computeIfAbsent(peer, key -> new RefusedContexts()).add(context, result);
  }

  @Override
  public void accepted(Peer peer, List<AcceptedContext> accepted) {
    metrics.association(Association.ACCEPTED, peer.address());
    RefusedContexts refused = refusedContexts.remove(peer);
    int count = refused == null ? 0 : refused.size();
    LOG.log(
        System.Logger.Level.INFO,
        () ->
            "association from "
                + peer
                + ": "
                + accepted.size()
                + " contexts accepted, "
                + count
                + " refused");
    if (refused != null) {
      refused.notices().forEach(notice -> tell(peer, notice));
    }
  }

  private void tell(Peer peer, RefusedContexts.Notice notice) {
    if (contexts.passes(who(peer) + notice)) {
      warn(peer, "refused: " + notice.reason());
      refuse(peer, notice.sopClassUid(), Status.SOP_CLASS_NOT_SUPPORTED.code(), notice.reason());
    }
  }

  @Override
  public void rejected(Peer peer, int result, int source, int reason, String why) {
    metrics.association(Association.REJECTED, peer.address());
    if (others.passes(who(peer) + source + "/" + reason)) {
      warn(peer, "association rejected: " + why);
      Status status = result == TRANSIENT ? Status.OUT_OF_RESOURCES : Status.NOT_AUTHORIZED;
      refuse(peer, null, status.code(), "association rejected: " + why);
    }
  }

  @Override
  public void requestRefused(Peer peer, String sopClassUid, Status status) {
    if (others.passes(who(peer) + sopClassUid + status)) {
      warn(peer, "request refused: " + status);
      String comment = status.comment();
      refuse(peer, sopClassUid, status.code(), comment == null ? "request refused" : comment);
    }
  }

  @Override
  public void handlerFailed(Peer peer, Status answered, Throwable cause) {
    LOG.log(System.Logger.Level.ERROR, () -> peer + " was answered " + answered, cause);
  }

  @Override
  public void released(Peer peer) {
    metrics.association(Association.RELEASED, peer.address());
    LOG.log(System.Logger.Level.DEBUG, () -> "association with " + peer + " released");
  }

  @Override
  public void aborted(Peer peer, String why) {
    metrics.association(Association.ABORTED, peer.address());
    if (others.passes(who(peer) + why)) {
      warn(peer, "association ended: " + why);
    }
  }

  @Override
  public void connectionRefused(String why) {
    metrics.connectionRefused();
    if (others.passes(why)) {
      LOG.log(System.Logger.Level.WARNING, () -> "a connection was not taken: " + why);
    }
  }

  private void refuse(Peer peer, @Nullable String sopClassUid, int status, String reason) {
    String title = peer.callingAETitle();
    try {
      engine.refuse(
          new Refusal(
              clock.instant(),
              IngestDoor.address(peer),
              title.isEmpty() ? null : title,
              sopClassUid != null && UIDs.isValid(sopClassUid) ? sopClassUid : null,
              status,
              reason));
    } catch (XRayVisionException e) {
      LOG.log(System.Logger.Level.ERROR, "a refusal could not be noted", e);
    }
  }

  private static void warn(Peer peer, String what) {
    LOG.log(System.Logger.Level.WARNING, () -> peer + ": " + what);
  }

  /** The peer without its port, which is another one with each association. */
  private static String who(Peer peer) {
    return peer.callingAETitle() + "@" + peer.address().getAddress().getHostAddress() + " ";
  }
}
