/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import org.xrayvision.dicom.data.UIDs;

/** The command sets of responses (PS3.7 §9.3, §10.3). */
final class Responses {
  private Responses() {}

  /** A response without a data set. */
  static CommandSet to(CommandSet request, int field, int messageId, Status status) {
    CommandSet response = new CommandSet();
    copyUid(sopClass(request), response, CommandSet.AFFECTED_SOP_CLASS_UID);
    copyUid(
        either(
            request, CommandSet.AFFECTED_SOP_INSTANCE_UID, CommandSet.REQUESTED_SOP_INSTANCE_UID),
        response,
        CommandSet.AFFECTED_SOP_INSTANCE_UID);
    return response
        .set(CommandSet.COMMAND_FIELD, field | CommandSet.RESPONSE)
        .set(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
        .set(CommandSet.DATA_SET_TYPE, CommandSet.NO_DATA_SET)
        .set(CommandSet.STATUS, status.code())
        .setComment(status.comment());
  }

  /** What a response says, with the comment and the offending elements in words. */
  static Status status(CommandSet response, int code) {
    String comment = response.text(CommandSet.ERROR_COMMENT);
    String offending = String.join(" ", response.tags(CommandSet.OFFENDING_ELEMENT));
    if (offending.isEmpty()) {
      return new Status(code, comment.isEmpty() ? null : comment);
    }
    String said = comment.isEmpty() ? "" : comment + ", ";
    return new Status(code, said + "offending element " + offending);
  }

  /** What a request is about: Affected or, of a normalized service, Requested SOP Class UID. */
  static String sopClass(CommandSet request) {
    return either(request, CommandSet.AFFECTED_SOP_CLASS_UID, CommandSet.REQUESTED_SOP_CLASS_UID);
  }

  private static String either(CommandSet request, int affected, int requested) {
    String uid = request.text(affected);
    return uid.isEmpty() ? request.text(requested) : uid;
  }

  /** What is not a UID does not go back: nobody gains by a second copy of it. */
  private static void copyUid(String uid, CommandSet to, int tag) {
    if (UIDs.isValid(uid)) {
      to.setUid(tag, uid);
    }
  }
}
