/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.io.DicomException;

/**
 * Answers the requests of one association: C-ECHO and C-STORE (PS3.7 §9.1.5, §9.1.1). Used by the
 * association's thread.
 */
final class DimseScp {
  private final Peer peer;
  private final Map<Integer, AcceptedContext> contexts;
  private final UpperLayer layer;
  private final MessageReader reader;
  private final MessageWriter writer;
  private final StoreHandler handler;
  private final Events events;

  DimseScp(
      Peer peer,
      Map<Integer, AcceptedContext> contexts,
      UpperLayer layer,
      MessageReader reader,
      MessageWriter writer,
      StoreHandler handler,
      Events events) {
    this.peer = peer;
    this.contexts = contexts;
    this.layer = layer;
    this.reader = reader;
    this.writer = writer;
    this.handler = handler;
    this.events = events;
  }

  /**
   * Answers one request.
   *
   * @throws AssociationException if the association is over
   */
  void serve(MessageReader.Received received) throws AssociationException {
    AcceptedContext context = contexts.get(received.contextId());
    if (context == null) {
      throw layer.invalid("presentation context " + received.contextId() + " was not accepted");
    }
    CommandSet command = received.command();
    int field = command.number(CommandSet.COMMAND_FIELD).orElse(-1);
    if (field == CommandSet.C_CANCEL_RQ) {
      return; // nothing here takes long enough to be cancelled (PS3.7 §9.3.2.3: no response)
    }
    OptionalInt messageId = command.number(CommandSet.MESSAGE_ID);
    if (field < 0 || field >= CommandSet.RESPONSE || messageId.isEmpty()) {
      // Without both there is no way to answer.
      throw layer.invalid("a command set without a request's Command Field or a Message ID");
    }
    Status status =
        switch (field) {
          case CommandSet.C_ECHO_RQ -> echo(context, command);
          case CommandSet.C_STORE_RQ -> store(context, command, messageId.getAsInt());
          default -> refuse(context, command, Status.UNRECOGNIZED_OPERATION);
        };
    writer.command(context.id(), response(command, field, messageId.getAsInt(), status));
  }

  private Status echo(AcceptedContext context, CommandSet command) throws AssociationException {
    String sopClass = command.text(CommandSet.AFFECTED_SOP_CLASS_UID);
    boolean verification = context.sopClassUid().equals(SOPClass.Verification);
    if (!verification || !(sopClass.isEmpty() || sopClass.equals(SOPClass.Verification))) {
      return refuse(context, command, Status.SOP_CLASS_NOT_SUPPORTED);
    }
    drainDataSet(context, command);
    return Status.SUCCESS;
  }

  private Status store(AcceptedContext context, CommandSet command, int messageId)
      throws AssociationException {
    Status refusal = check(context, command);
    if (refusal != null) {
      return refuse(context, command, refusal);
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
    boolean storage = !context.sopClassUid().equals(SOPClass.Verification);
    if (!storage || !sopClass.equals(context.sopClassUid())) {
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

  private Status refuse(AcceptedContext context, CommandSet command, Status status)
      throws AssociationException {
    events.requestRefused(peer, command.text(CommandSet.AFFECTED_SOP_CLASS_UID), status);
    drainDataSet(context, command);
    return status;
  }

  private void drainDataSet(AcceptedContext context, CommandSet command)
      throws AssociationException {
    if (command.hasDataSet()) {
      drain(new DataSetStream(reader, context.id()));
    }
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

  private static CommandSet response(CommandSet request, int field, int messageId, Status status) {
    CommandSet response = new CommandSet();
    copyUid(request, response, CommandSet.AFFECTED_SOP_CLASS_UID);
    copyUid(request, response, CommandSet.AFFECTED_SOP_INSTANCE_UID);
    return response
        .set(CommandSet.COMMAND_FIELD, field | CommandSet.RESPONSE)
        .set(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
        .set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET)
        .set(CommandSet.STATUS, status.code())
        .setComment(status.comment());
  }

  /** What is not a UID does not go back: nobody gains by a second copy of it. */
  private static void copyUid(CommandSet from, CommandSet to, int tag) {
    String uid = from.text(tag);
    if (UIDs.isValid(uid)) {
      to.setUid(tag, uid);
    }
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
