/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.pacs;

import java.io.IOException;
import java.io.InputStream;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.net.Peer;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.StoreHandler;
import org.xrayvision.dicom.net.StoreRequest;

/** The PACS's own C-STORE handler. Safe for threads: each association calls it on its own. */
final class HandOver implements StoreHandler {
  private final XRayVision engine;

  HandOver(XRayVision engine) {
    this.engine = engine;
  }

  // docs:begin hand-over
  @Override
  public Status store(StoreRequest request, InputStream dataSet) throws IOException {
    Peer peer = request.peer();
    IngestResult result =
        engine.ingest(
            dataSet,
            request.transferSyntaxUid(),
            request.sopClassUid(),
            request.sopInstanceUid(),
            new IngestSource(peer.callingAETitle(), peer.address().getAddress().getHostAddress()));
    return result.isStored()
        ? Status.SUCCESS
        : new Status(result.outcome().status(), result.message());
  }
  // docs:end hand-over
}
