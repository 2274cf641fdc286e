/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;

/**
 * How a {@link DimseService} answers one request, and asks in turn. Used by the thread that it was
 * given to, during the call.
 */
public final class DimseExchange {

  /** What the association does for it. */
  interface Line {
    List<AcceptedContext> contexts();

    List<AcceptedContext> providerContexts();

    MessageWriter writer();

    /** Takes what is there without waiting; whether the request has been cancelled. */
    boolean isCancelled(int messageId) throws AssociationException;

    int nextMessageId();

    /** Waits for the response; other messages that come meanwhile are seen to. */
    CommandSet awaitResponse(int field, int messageId) throws AssociationException;

    AssociationException abort(String cause);
  }

  private final Line line;
  private final DimseRequest request;
  private boolean answered;

  DimseExchange(Line line, DimseRequest request) {
    this.line = line;
    this.request = request;
  }

  /** All contexts of the association. */
  public List<AcceptedContext> contexts() {
    return line.contexts();
  }

  /** The contexts in which the peer is SCP: those by which a C-GET may send. */
  public List<AcceptedContext> providerContexts() {
    return line.providerContexts();
  }

  /**
   * Whether the peer has cancelled the request (C-CANCEL-RQ); does not wait.
   *
   * @throws AssociationException if the association is over
   */
  public boolean isCancelled() throws AssociationException {
    return line.isCancelled(request.messageId());
  }

  /** A response to the request, pending or final. */
  public Message response(Status status) {
    int field = request.commandField();
    return new Message(
        request.context(),
        Responses.to(request.command(), field, request.messageId(), status),
        field,
        status);
  }

  /** A request of our own, see {@link CommandField}; the Message ID is set. */
  public Message request(AcceptedContext context, int commandField) {
    CommandSet command =
        new CommandSet()
            .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, context.sopClassUid())
            .set(CommandSet.COMMAND_FIELD, commandField)
            .set(CommandSet.MESSAGE_ID, line.nextMessageId())
            .set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET);
    return new Message(context, command, commandField, null);
  }

  /** A-ABORT; returns what the service should throw. */
  public AssociationException abort() {
    return line.abort("the service gave it up");
  }

  boolean isAnswered() {
    return answered;
  }

  /** A message to be sent. */
  public final class Message {
    private final AcceptedContext context;
    private final CommandSet command;
    private final int field;
    private final @Nullable Status status;
    private @Nullable DataSet dataSet;
    private @Nullable InputStream encoded;

    private Message(
        AcceptedContext context, CommandSet command, int field, @Nullable Status status) {
      this.context = context;
      this.command = command;
      this.field = field;
      this.status = status;
    }

    /** Sets a US element of the command set. */
    public Message number(int tag, int value) {
      command.set(tag, value);
      return this;
    }

    /** Sets a UI element of the command set. */
    public Message uid(int tag, String value) {
      command.setUid(tag, value);
      return this;
    }

    /** Sets an AE or LO element of the command set. */
    public Message text(int tag, String value) {
      command.setText(tag, value);
      return this;
    }

    /** The counts of a C-MOVE or C-GET response; those below 0 are left out. */
    public Message subOperations(SubOperations counts) {
      count(CommandSet.REMAINING_SUB_OPERATIONS, counts.remaining());
      count(CommandSet.COMPLETED_SUB_OPERATIONS, counts.completed());
      count(CommandSet.FAILED_SUB_OPERATIONS, counts.failed());
      count(CommandSet.WARNING_SUB_OPERATIONS, counts.warning());
      return this;
    }

    private void count(int tag, int value) {
      if (value >= 0) {
        command.set(tag, value);
      }
    }

    /** The data set; it is encoded in the transfer syntax of the context. */
    public Message dataSet(DataSet value) {
      dataSet = value;
      return this;
    }

    /** The data set, encoded in the transfer syntax of the context. It is not closed. */
    public Message dataSet(InputStream value) {
      encoded = value;
      return this;
    }

    /**
     * Sends a response.
     *
     * @throws AssociationException if the association is over
     * @throws IOException if the data set cannot be encoded or read
     * @throws IllegalStateException if it is a request, or there was a final response before
     */
    public void send() throws IOException {
      if (status == null || answered) {
        throw new IllegalStateException("a request, or a response after the final one");
      }
      boolean last = !status.isPending();
      write();
      answered = last;
    }

    /**
     * Sends a request and waits for its response.
     *
     * @throws AssociationException if the association is over
     * @throws IOException if the data set cannot be encoded or read
     * @throws IllegalStateException if it is a response
     */
    public Status ask() throws IOException {
      if (status != null) {
        throw new IllegalStateException("a response cannot be asked");
      }
      write();
      int id = command.number(CommandSet.MESSAGE_ID).orElseThrow();
      CommandSet response = line.awaitResponse(field, id);
      return Responses.status(response, response.number(CommandSet.STATUS).orElseThrow());
    }

    private void write() throws IOException {
      InputStream body = encoded;
      if (dataSet != null) {
        body = new ByteArrayInputStream(Identifiers.encode(dataSet, context));
      }
      if (body != null) {
        command.set(CommandSet.DATA_SET_TYPE, CommandSet.DATA_SET);
      }
      line.writer().command(context.id(), command);
      if (body != null) {
        write(body);
      }
    }

    private void write(InputStream body) throws IOException {
      try {
        line.writer().dataSet(context.id(), body);
      } catch (AssociationException e) {
        throw e;
      } catch (IOException e) {
        throw line.abort("our own data set could not be read");
      }
    }
  }
}
