/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;

/**
 * Answers the requests of one association: C-ECHO and C-STORE (PS3.7 §9.1.5, §9.1.1) by itself, the
 * others by the {@link DimseService} of their SOP class. Used by the association's thread.
 */
final class DimseScp {
  /** Requests that came while a service waited for a response of the peer. */
  private static final int MAX_WAITING = 16;

  private final Peer peer;
  private final Agreed agreed;
  private final UpperLayer layer;
  private final MessageReader reader;
  private final MessageWriter writer;
  private final Services services;
  private final Events events;
  private final StoreScp stores;
  private final Line line = new Line();
  private final Queue<DimseRequest> waiting = new ArrayDeque<>();
  private int cancelledId = -1;
  private int lastMessageId;

  DimseScp(
      Peer peer,
      Agreed agreed,
      UpperLayer layer,
      MessageReader reader,
      MessageWriter writer,
      Services services,
      Events events) {
    this.peer = peer;
    this.agreed = agreed;
    this.layer = layer;
    this.reader = reader;
    this.writer = writer;
    this.services = services;
    this.events = events;
    this.stores =
        new StoreScp(peer, services::isStorage, layer, reader, services.storage(), events);
  }

  /**
   * Answers one request, and those that come while it is answered.
   *
   * @throws AssociationException if the association is over
   */
  void serve(MessageReader.Received received) throws AssociationException {
    int field = received.command().number(CommandSet.COMMAND_FIELD).orElse(-1);
    if (field == CommandSet.C_CANCEL_RQ) {
      context(received); // it came too late (PS3.7 §9.3.2.3: no response)
      return;
    }
    DimseRequest request = receive(received, field);
    while (request != null) {
      serve(request);
      request = waiting.poll();
    }
  }

  private AcceptedContext context(MessageReader.Received received) throws AssociationException {
    AcceptedContext context = agreed.contexts().get(received.contextId());
    if (context == null) {
      throw layer.invalid("presentation context " + received.contextId() + " was not accepted");
    }
    return context;
  }

  /** Answers the request, unless it is one for a service: then it is returned, data set and all. */
  private @Nullable DimseRequest receive(MessageReader.Received received, int field)
      throws AssociationException {
    AcceptedContext context = context(received);
    CommandSet command = received.command();
    OptionalInt messageId = command.number(CommandSet.MESSAGE_ID);
    if (field < 0 || field >= CommandSet.RESPONSE || messageId.isEmpty()) {
      // Without both there is no way to answer.
      throw layer.invalid("a command set without a request's Command Field or a Message ID");
    }
    int id = messageId.getAsInt();
    if (field == CommandSet.C_ECHO_RQ) {
      answer(context, command, field, id, echo(context, command));
    } else if (field == CommandSet.C_STORE_RQ) {
      answer(context, command, field, id, stores.take(context, command, id));
    } else if (services.of(context.sopClassUid()) == null) {
      answer(context, command, field, id, refuse(context, command, Status.UNRECOGNIZED_OPERATION));
    } else if (!Responses.sopClass(command).equals(context.sopClassUid())) {
      answer(context, command, field, id, refuse(context, command, Status.SOP_CLASS_NOT_SUPPORTED));
    } else if (waiting.size() == MAX_WAITING) {
      answer(context, command, field, id, refuse(context, command, Status.RESOURCE_LIMITATION));
    } else {
      return request(context, command, field, id);
    }
    return null;
  }

  private @Nullable DimseRequest request(
      AcceptedContext context, CommandSet command, int field, int messageId)
      throws AssociationException {
    DataSet dataSet =
        command.hasDataSet() ? Identifiers.read(reader, context, Identifiers.LIST) : null;
    if (command.hasDataSet() && dataSet == null) {
      Status status =
          (CommandField.isNormalized(field) ? Status.PROCESSING_FAILURE : Status.CANNOT_UNDERSTAND)
              .withComment("data set cannot be understood");
      events.requestRefused(peer, Responses.sopClass(command), status);
      answer(context, command, field, messageId, status);
      return null;
    }
    return new DimseRequest(peer, context, command, field, messageId, dataSet);
  }

  private void serve(DimseRequest request) throws AssociationException {
    cancelledId = -1;
    DimseExchange exchange = new DimseExchange(line, request);
    Throwable failure = null;
    try {
      DimseService service = services.of(request.context().sopClassUid());
      if (service != null) {
        service.serve(request, exchange);
      }
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
      failure = e;
    }
    if (layer.state() != State.STA6) {
      releaseInTheMiddle();
      throw layer.over();
    }
    if (failure == null && !exchange.isAnswered()) {
      failure = new IllegalStateException("the service sent no final response");
    }
    if (failure != null) {
      Status status = Status.PROCESSING_FAILURE.withComment("processing failed");
      events.handlerFailed(peer, status, failure);
      if (!exchange.isAnswered()) {
        answer(
            request.context(),
            request.command(),
            request.commandField(),
            request.messageId(),
            status);
      }
    }
  }

  private void releaseInTheMiddle() {
    if (layer.state() == State.STA8) {
      layer.abort("A-RELEASE-RQ while a request was answered");
    }
  }

  private void answer(
      AcceptedContext context, CommandSet command, int field, int messageId, Status status)
      throws AssociationException {
    writer.command(context.id(), Responses.to(command, field, messageId, status));
  }

  private Status echo(AcceptedContext context, CommandSet command) throws AssociationException {
    String sopClass = command.text(CommandSet.AFFECTED_SOP_CLASS_UID);
    boolean verification = context.sopClassUid().equals(SOPClass.Verification);
    if (!verification || !(sopClass.isEmpty() || sopClass.equals(SOPClass.Verification))) {
      return refuse(context, command, Status.SOP_CLASS_NOT_SUPPORTED);
    }
    skipDataSet(context, command);
    return Status.SUCCESS;
  }

  private Status refuse(AcceptedContext context, CommandSet command, Status status)
      throws AssociationException {
    events.requestRefused(peer, Responses.sopClass(command), status);
    skipDataSet(context, command);
    return status;
  }

  private void skipDataSet(AcceptedContext context, CommandSet command)
      throws AssociationException {
    if (command.hasDataSet()) {
      Identifiers.skip(reader, context.id());
    }
  }

  /** What a service may use of the association. */
  private final class Line implements DimseExchange.Line {
    @Override
    public List<AcceptedContext> contexts() {
      return List.copyOf(agreed.contexts().values());
    }

    @Override
    public List<AcceptedContext> providerContexts() {
      return agreed.contexts().values().stream()
          .filter(context -> agreed.providedByPeer().contains(context.sopClassUid()))
          .toList();
    }

    @Override
    public MessageWriter writer() {
      return writer;
    }

    @Override
    public boolean isCancelled(int messageId) throws AssociationException {
      try {
        while (cancelledId != messageId && reader.isReady()) {
          meanwhile(next());
        }
      } catch (AssociationException e) {
        throw e;
      } catch (IOException e) {
        throw layer.readFailed(e);
      }
      return cancelledId == messageId;
    }

    @Override
    public int nextMessageId() {
      lastMessageId = lastMessageId % 0xFFFF + 1;
      return lastMessageId;
    }

    @Override
    public CommandSet awaitResponse(int field, int messageId) throws AssociationException {
      while (true) {
        MessageReader.Received received = next();
        CommandSet command = received.command();
        int answered = command.number(CommandSet.COMMAND_FIELD).orElse(-1);
        if (answered < CommandSet.RESPONSE) {
          meanwhile(received);
          continue;
        }
        boolean fits =
            answered == (field | CommandSet.RESPONSE)
                && command.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1) == messageId
                && command.number(CommandSet.STATUS).isPresent();
        if (!fits) {
          throw layer.invalid("a response that is not to our request " + messageId);
        }
        skipDataSet(context(received), command);
        return command;
      }
    }

    private MessageReader.Received next() throws AssociationException {
      MessageReader.Received received = reader.nextCommand(layer.limits().idle(), () -> {});
      if (received == null) {
        releaseInTheMiddle();
        throw layer.over();
      }
      return received;
    }

    private void meanwhile(MessageReader.Received received) throws AssociationException {
      CommandSet command = received.command();
      int field = command.number(CommandSet.COMMAND_FIELD).orElse(-1);
      if (field == CommandSet.C_CANCEL_RQ) {
        context(received);
        cancelledId = command.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1);
        return;
      }
      DimseRequest request = receive(received, field);
      if (request != null) {
        waiting.add(request);
      }
    }

    @Override
    public AssociationException abort(String cause) {
      layer.abort(cause);
      return layer.over();
    }
  }
}
