/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;

/**
 * The operations that have one response: C-ECHO and C-STORE (PS3.7 §9.1.5, §9.1.1), N-EVENT-REPORT
 * (§10.1.1). Used by one thread at a time.
 */
final class SingleResponseScu {
  private final Channel channel;

  SingleResponseScu(Channel channel) {
    this.channel = channel;
  }

  Status echo(AcceptedContext context, int messageId) throws IOException {
    CommandSet command =
        command(CommandSet.C_ECHO_RQ, SOPClass.Verification, messageId)
            .set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET);
    channel.writer().command(context.id(), command);
    return response(CommandSet.C_ECHO_RQ, messageId);
  }

  /** If the stream cannot be read, the peer has half a data set: the caller aborts then. */
  Status store(
      AcceptedContext context,
      int messageId,
      String sopInstanceUid,
      InputStream dataSet,
      @Nullable MoveOriginator originator)
      throws IOException {
    CommandSet command =
        command(CommandSet.C_STORE_RQ, context.sopClassUid(), messageId)
            .set(CommandSet.PRIORITY, 0)
            .set(CommandSet.DATA_SET_TYPE, CommandSet.DATA_SET)
            .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid);
    if (originator != null) {
      command
          .setText(CommandSet.MOVE_ORIGINATOR_AE_TITLE, originator.aeTitle())
          .set(CommandSet.MOVE_ORIGINATOR_MESSAGE_ID, originator.messageId());
    }
    channel.writer().command(context.id(), command);
    channel.writer().dataSet(context.id(), dataSet);
    return response(CommandSet.C_STORE_RQ, messageId);
  }

  Status eventReport(
      AcceptedContext context,
      int messageId,
      String sopInstanceUid,
      int eventTypeId,
      DataSet information)
      throws IOException {
    byte[] body = Identifiers.encode(information, context);
    CommandSet command =
        command(CommandField.N_EVENT_REPORT_RQ, context.sopClassUid(), messageId)
            .set(CommandSet.DATA_SET_TYPE, CommandSet.DATA_SET)
            .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
            .set(CommandSet.EVENT_TYPE_ID, eventTypeId);
    channel.writer().command(context.id(), command);
    channel.writer().dataSet(context.id(), new ByteArrayInputStream(body));
    return response(CommandField.N_EVENT_REPORT_RQ, messageId);
  }

  private static CommandSet command(int field, String sopClassUid, int messageId) {
    return new CommandSet()
        .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, sopClassUid)
        .set(CommandSet.COMMAND_FIELD, field)
        .set(CommandSet.MESSAGE_ID, messageId);
  }

  private Status response(int field, int messageId) throws AssociationException {
    UpperLayer layer = channel.layer();
    MessageReader.Received received =
        channel.reader().nextCommand(channel.options().responseTimeout(), () -> {});
    if (received == null) {
      if (layer.state() == State.STA8) {
        layer.abort("A-RELEASE-RQ while a response was awaited");
      }
      throw layer.over();
    }
    CommandSet response = received.command();
    int id = response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1);
    int status = response.number(CommandSet.STATUS).orElse(-1);
    int answered = response.number(CommandSet.COMMAND_FIELD).orElse(-1);
    boolean fits = answered == (field | CommandSet.RESPONSE) && id == messageId;
    if (!fits || status < 0 || response.hasDataSet()) {
      throw layer.invalid("a response that is not to our request " + messageId);
    }
    return Responses.status(response, status);
  }
}
