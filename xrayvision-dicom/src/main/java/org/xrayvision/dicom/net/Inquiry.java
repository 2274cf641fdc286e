/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.io.ReadLimits;

/**
 * One C-FIND, C-MOVE or C-GET as its SCU: one request, many responses, perhaps a cancel, and no
 * wait without an end (PS3.7 §9.1.2 to §9.1.4). Used by the thread that asked.
 */
final class Inquiry {
  private final Channel channel;
  private final AcceptedContext context;
  private final String name;
  private final int field;
  private final int messageId;
  private final Duration patience;
  private long deadline;
  private boolean cancelled;
  private SubOperations progress = SubOperations.UNKNOWN;

  /**
   * A request that is not sent yet.
   *
   * @param name as messages have it, for example C-MOVE
   * @param patience how long the peer may say nothing, and go on after a cancel
   */
  Inquiry(
      Channel channel,
      AcceptedContext context,
      String name,
      int field,
      int messageId,
      Duration patience) {
    this.channel = channel;
    this.context = context;
    this.name = name;
    this.field = field;
    this.messageId = messageId;
    this.patience = patience;
    this.deadline = SocketInput.deadlineIn(channel.options().operationTimeout());
  }

  boolean cancelled() {
    return cancelled;
  }

  SubOperations progress() {
    return progress;
  }

  void send(CommandSet command, DataSet identifier) throws IOException {
    byte[] bytes = Identifiers.encode(identifier, context); // before anything is sent: it may throw
    command
        .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, context.sopClassUid())
        .set(CommandSet.COMMAND_FIELD, field)
        .set(CommandSet.MESSAGE_ID, messageId)
        .set(CommandSet.PRIORITY, 0)
        .set(CommandSet.DATA_SET_TYPE, CommandSet.DATA_SET);
    try {
      channel.writer().command(context.id(), command);
      channel.writer().dataSet(context.id(), new ByteArrayInputStream(bytes));
    } catch (AssociationException e) {
      throw e.during(name + ", while the request was sent");
    }
  }

  /** The next message of the peer, whatever it is. */
  MessageReader.Received next() throws AssociationException {
    UpperLayer layer = channel.layer();
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (left.toMillis() <= 0) {
      throw failed(layer.outOfTime(outOfTime()));
    }
    boolean last = left.compareTo(patience) < 0;
    try {
      MessageReader.Received received =
          channel.reader().nextCommand(last ? left : patience, () -> {});
      if (received == null) {
        if (layer.state() == State.STA8) {
          layer.abort("A-RELEASE-RQ while a response was awaited");
        }
        throw layer.over();
      }
      return received;
    } catch (AssociationException e) {
      boolean total = last && e.kind() == AssociationException.Kind.TIMEOUT;
      throw failed(total ? new AssociationException(e.kind(), outOfTime(), e) : e);
    }
  }

  /** The status of a message that must be a response to this request. */
  Status status(MessageReader.Received received) throws AssociationException {
    CommandSet response = received.command();
    int id = response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1);
    int code = response.number(CommandSet.STATUS).orElse(-1);
    int answered = response.number(CommandSet.COMMAND_FIELD).orElse(-1);
    boolean fits = answered == (field | CommandSet.RESPONSE) && id == messageId;
    if (!fits || code < 0 || received.contextId() != context.id()) {
      throw failed(channel.layer().invalid("a response that is not to our request " + messageId));
    }
    progress = SubOperations.of(response, progress);
    return Responses.status(response, code);
  }

  /**
   * The data set of a response, null if it has none, or one that is not understood or beyond the
   * limits.
   */
  @Nullable DataSet dataSet(MessageReader.Received received, ReadLimits limits)
      throws AssociationException {
    if (!received.command().hasDataSet()) {
      return null;
    }
    try {
      return Identifiers.read(channel.reader(), context, limits);
    } catch (AssociationException e) {
      throw failed(e);
    }
  }

  /** C-CANCEL-RQ, once (PS3.7 §9.3.2.3); the final response is still to come, and soon. */
  void cancel() throws AssociationException {
    if (cancelled) {
      return;
    }
    cancelled = true;
    long soon = SocketInput.deadlineIn(patience);
    deadline = soon - deadline < 0 ? soon : deadline;
    try {
      channel
          .writer()
          .command(
              context.id(),
              new CommandSet()
                  .set(CommandSet.COMMAND_FIELD, CommandSet.C_CANCEL_RQ)
                  .set(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
                  .set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET));
    } catch (AssociationException e) {
      throw failed(e);
    }
  }

  /** The same failure, and where it happened. */
  AssociationException failed(AssociationException cause) {
    String counts = progress.equals(SubOperations.UNKNOWN) ? "" : " (" + progress + ")";
    return cause.during(
        name
            + ", while "
            + (cancelled ? "the end after C-CANCEL" : "a response")
            + " was awaited"
            + counts);
  }

  private String outOfTime() {
    return cancelled
        ? "the peer did not end it within " + seconds(patience)
        : "it was not over after " + seconds(channel.options().operationTimeout());
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
