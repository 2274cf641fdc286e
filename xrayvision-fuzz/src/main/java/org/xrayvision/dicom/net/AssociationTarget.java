/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.ReadLimits;
import org.xrayvision.fuzz.Bounds;

/** A whole connection to our SCP: negotiation, messages, C-STORE with the data set read. */
public final class AssociationTarget {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Limits LIMITS = new Limits(256 * 1024, LONG, LONG, LONG, LONG);
  private static final ScheduledExecutorService TIMER = Timers.newTimer("fuzz-timer");
  private static final AcceptorOptions OPTIONS =
      AcceptorOptions.builder()
          .aeTitle("XRAYVISION")
          .storageSopClassUids(List.of(SOPClass.ComputedRadiographyImageStorage))
          .transferSyntaxUids(
              List.of(
                  TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                  TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()))
          .build();

  private static final Services SERVICES = new Services(AssociationTarget::store, List.of());

  private AssociationTarget() {}

  /** Serves a peer that sends these bytes and closes. */
  public static void fuzzerTestOneInput(byte[] data) {
    Bounds.check(() -> serve(data));
  }

  private static void serve(byte[] data) throws IOException {
    BytesSocket socket = new BytesSocket(data);
    Complaints complaints = new Complaints();
    UpperLayer layer = new UpperLayer(socket, false, LIMITS, null, TIMER);
    new AcceptedConnection(
            new OneAtATime(),
            new Negotiator(OPTIONS, SERVICES),
            socket,
            layer,
            false,
            SERVICES,
            new Events(complaints))
        .run();
    layer.closeSocket();
    if (!complaints.worst.isEmpty()) {
      throw new AssertionError(complaints.worst);
    }
  }

  private static Status store(StoreRequest request, InputStream dataSet) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(request.transferSyntaxUid()).orElseThrow();
    if (DataSetParser.parse(dataSet, syntax, ReadLimits.defaults()).dataSet().size() < 0) {
      throw new AssertionError("less than nothing");
    }
    return Status.SUCCESS;
  }

  /** Listens for what the connection calls an error of ours. */
  private static final class Complaints implements AssociationListener {
    private String worst = "";

    @Override
    public void aborted(Peer peer, String reason) {
      if (reason.contains("our own error")) {
        worst = reason;
      }
    }

    @Override
    public void handlerFailed(Peer peer, Status answered, Throwable cause) {
      if (!(cause instanceof IOException)) {
        worst = cause.toString();
      }
    }
  }

  private static final class OneAtATime implements AcceptedConnection.Owner {
    private final Places places = new Places(1, 0);

    @Override
    public Places places() {
      return places;
    }

    @Override
    public boolean isClosing() {
      return false;
    }

    @Override
    public void ended(AcceptedConnection connection) {
      // Nobody counts them.
    }
  }
}
