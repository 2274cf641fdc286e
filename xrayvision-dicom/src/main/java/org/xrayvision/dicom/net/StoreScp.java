/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DicomException;

/**
 * Takes the C-STORE-RQs of one association, be we its acceptor or the SCU of its C-GET (PS3.7
 * §9.1.1). Used by the association's thread.
 */
final class StoreScp {
  private final Peer peer;
  private final Predicate<String> storage;
  private final UpperLayer layer;
  private final MessageReader reader;
  private final StoreHandler handler;
  private final Events events;

  /**
   * For one association.
   *
   * @param storage which SOP classes of its contexts are storage
   */
  StoreScp(
      Peer peer,
      Predicate<String> storage,
      UpperLayer layer,
      MessageReader reader,
      StoreHandler handler,
      Events events) {
    this.peer = peer;
    this.storage = storage;
    this.layer = layer;
    this.reader = reader;
    this.handler = handler;
    this.events = events;
  }

  /** Has the handler take the data set, or drains it; the response is the caller's to send. */
  Status take(AcceptedContext context, CommandSet command, int messageId)
      throws AssociationException {
    Status refusal = check(context, command);
    if (refusal != null) {
      events.requestRefused(peer, command.text(CommandSet.AFFECTED_SOP_CLASS_UID), refusal);
      if (command.hasDataSet()) {
        drain(new DataSetStream(reader, context.id()));
      }
      return refusal;
    }
    StoreRequest request =
        new StoreRequest(
            peer,
            context.sopClassUid(),
            command.text(CommandSet.AFFECTED_SOP_INSTANCE_UID),
            context.transferSyntaxUid(),
            messageId,
            command.number(CommandSet.PRIORITY).orElse(0),
            emptyToNull(command.text(CommandSet.MOVE_ORIGINATOR_AE_TITLE)));
    DataSetStream dataSet = new DataSetStream(reader, context.id());
    Status status = handle(request, dataSet);
    drain(dataSet);
    return status;
  }

  /** What is wrong with a C-STORE-RQ; null if nothing is. */
  private @Nullable Status check(AcceptedContext context, CommandSet command) {
    String sopClass = command.text(CommandSet.AFFECTED_SOP_CLASS_UID);
    if (sopClass.isEmpty() || !command.hasDataSet()) {
      return Status.MISTYPED_ARGUMENT.withComment(
          sopClass.isEmpty() ? "Affected SOP Class UID is missing" : "data set is missing");
    }
    if (!storage.test(context.sopClassUid()) || !sopClass.equals(context.sopClassUid())) {
      return Status.SOP_CLASS_NOT_SUPPORTED.withComment(
          "SOP class is not that of the presentation context");
    }
    if (!UIDs.isValid(command.text(CommandSet.AFFECTED_SOP_INSTANCE_UID))) {
      return Status.INVALID_OBJECT_INSTANCE.withComment("Affected SOP Instance UID is not valid");
    }
    return null;
  }

  private Status handle(StoreRequest request, DataSetStream dataSet) {
    try {
      @Nullable Status status = handler.store(request, dataSet);
      return status != null
          ? status
          : failed(Status.PROCESSING_FAILURE, new NullPointerException("no status"));
    } catch (DicomException e) {
      return failed(Status.CANNOT_UNDERSTAND.withComment("data set cannot be understood"), e);
    } catch (IOException e) {
      return failed(Status.OUT_OF_RESOURCES.withComment("storage failed, try again"), e);
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
      return failed(Status.PROCESSING_FAILURE.withComment("processing failed"), e);
    }
  }

  /** The cause goes to our listener, not to the peer: it may name files or patients. */
  private Status failed(Status status, Throwable cause) {
    if (layer.ending() == null) {
      events.handlerFailed(peer, status, cause);
    } // else it is the association that failed, and the handler only passed that on
    return status;
  }

  private void drain(InputStream dataSet) throws AssociationException {
    if (layer.state() != State.STA6) {
      throw layer.over(); // what still comes is for ARTIM to end
    }
    try {
      dataSet.skip(Long.MAX_VALUE);
    } catch (IOException e) {
      throw layer.over();
    }
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
