/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.DataSet;

/** A DIMSE request to a {@link DimseService}, with its whole data set (PS3.7 §9.3, §10.3). */
public final class DimseRequest {
  private final Peer peer;
  private final AcceptedContext context;
  private final CommandSet command;
  private final int field;
  private final int messageId;
  private final @Nullable DataSet dataSet;

  DimseRequest(
      Peer peer,
      AcceptedContext context,
      CommandSet command,
      int field,
      int messageId,
      @Nullable DataSet dataSet) {
    this.peer = peer;
    this.context = context;
    this.command = command;
    this.field = field;
    this.messageId = messageId;
    this.dataSet = dataSet;
  }

  /** Who asks. */
  public Peer peer() {
    return peer;
  }

  /** The presentation context by which it came. */
  public AcceptedContext context() {
    return context;
  }

  /** What is asked for, see {@link CommandField}. */
  public int commandField() {
    return field;
  }

  /** Message ID. */
  public int messageId() {
    return messageId;
  }

  /** A US value of the command set; empty if it is missing or not two bytes long. */
  public OptionalInt number(int tag) {
    return command.number(tag);
  }

  /** A UI, AE or LO value of the command set without its padding; empty if it is missing. */
  public String text(int tag) {
    return command.text(tag);
  }

  /** The data set; at most 16 MiB. */
  public Optional<DataSet> dataSet() {
    return Optional.ofNullable(dataSet);
  }

  CommandSet command() {
    return command;
  }
}
