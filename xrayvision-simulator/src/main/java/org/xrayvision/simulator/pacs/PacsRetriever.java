/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.net.DimseExchange;
import org.xrayvision.dicom.net.Status;
import org.xrayvision.dicom.net.SubOperations;

/** The sub-operations of one C-MOVE or C-GET (PS3.4 §C.4.2.3, §C.4.3.3). Used by one thread. */
final class PacsRetriever {

  /** How one object is sent. */
  interface Sender {
    /**
     * Sends it; what cannot be sent is a failure status.
     *
     * @throws IOException if the association of the request is over
     */
    Status send(ArchivedObject object) throws IOException;
  }

  private final PacsFaults faults;
  private final DimseExchange exchange;
  private final List<ArchivedObject> objects;
  private final List<String> failedUids = new ArrayList<>();
  private int done;
  private int completed;
  private int warning;

  PacsRetriever(PacsFaults faults, DimseExchange exchange, List<ArchivedObject> objects) {
    this.faults = faults;
    this.exchange = exchange;
    this.objects = objects;
  }

  /** Sends everything and answers. */
  void run(Sender sender) throws IOException {
    for (ArchivedObject object : objects) {
      if (exchange.isCancelled() && !faults.isOn(PacsFault.IGNORE_CANCEL)) {
        end(Status.CANCEL, objects.size() - done);
        return;
      }
      done++;
      faults.before(done, exchange);
      count(object, send(sender, object));
      if (!faults.isOn(PacsFault.NO_PENDING_RESPONSES)) {
        exchange.response(Status.PENDING).subOperations(counts(objects.size() - done)).send();
      }
    }
    boolean allFailed = !objects.isEmpty() && failedUids.size() == objects.size();
    if (allFailed) {
      end(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS, -1);
    } else {
      boolean well = failedUids.isEmpty() && warning == 0;
      end(well ? Status.SUCCESS : Status.SUB_OPERATIONS_WITH_FAILURES, -1);
    }
  }

  private Status send(Sender sender, ArchivedObject object) throws IOException {
    if (faults.isAt(PacsFault.FAIL_SUB_OPERATION, done)) {
      return Status.PROCESSING_FAILURE;
    }
    Status status = sender.send(object);
    return faults.isAt(PacsFault.WARN_SUB_OPERATION, done)
        ? Status.COERCION_OF_DATA_ELEMENTS
        : status;
  }

  private void count(ArchivedObject object, Status status) {
    if (status.isSuccess()) {
      completed++;
    } else if (status.isWarning()) {
      warning++;
    } else {
      failedUids.add(object.sopInstanceUid());
    }
  }

  private SubOperations counts(int remaining) {
    return new SubOperations(remaining, completed, failedUids.size(), warning);
  }

  private void end(Status status, int remaining) throws IOException {
    DimseExchange.Message response = exchange.response(status).subOperations(counts(remaining));
    if (!failedUids.isEmpty()) {
      String[] uids = failedUids.toArray(String[]::new);
      response.dataSet(DataSet.builder().set(Tag.FailedSOPInstanceUIDList, uids).build());
    }
    response.send();
  }
}
