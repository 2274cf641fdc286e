/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.DicomException;

/**
 * Takes messages out of P-DATA-TF PDUs: PDV by PDV, nothing of a data set is kept (PS3.8 §9.3.5,
 * annex E). Used by the association's thread only.
 */
final class MessageReader {
  private static final int PDV_HEADER = 6;
  private static final int COMMAND = 0x01;
  private static final int LAST = 0x02;

  /** A command set and the presentation context it came by. */
  record Received(int contextId, CommandSet command) {}

  private final UpperLayer layer;
  private long pduLeft;
  private long pdvLeft;
  private int contextId;
  private int control;
  private long messageDeadline;

  MessageReader(UpperLayer layer) {
    this.layer = layer;
  }

  /**
   * The next command set.
   *
   * @param wait how long the message may take to begin
   * @param onBegin called when it has begun
   * @return null if the association is over or the peer asks for its release (Sta8)
   * @throws AssociationException if the peer broke the protocol; the association was aborted
   */
  @Nullable Received nextCommand(Duration wait, Runnable onBegin) throws AssociationException {
    messageDeadline = SocketInput.deadlineIn(wait);
    if (pduLeft == 0 && !awaitPdu(wait)) {
      return null;
    }
    onBegin.run();
    messageDeadline = SocketInput.deadlineIn(layer.limits().message());
    byte[] bytes = new byte[0];
    int id = 0;
    do {
      if (!nextPdv()) {
        return null;
      }
      if ((control & COMMAND) == 0 || (id != 0 && id != contextId)) {
        throw layer.invalid("a data set fragment, or another context, within a command set");
      }
      id = contextId;
      if (bytes.length + pdvLeft > CommandSet.MAX_LENGTH) {
        throw layer.invalid("a command set of more than " + CommandSet.MAX_LENGTH + " bytes");
      }
      bytes = append(bytes);
    } while ((control & LAST) == 0);
    try {
      return new Received(id, CommandSet.decode(bytes));
    } catch (DicomException e) {
      throw layer.invalid(e.getMessage());
    }
  }

  /** Whether something of the next message is there without waiting. */
  boolean isReady() throws IOException {
    return pduLeft > 0 || layer.input().isReady();
  }

  /** Expects the first fragment of the data set that belongs to a command of this context. */
  void beginDataSet(int id) throws AssociationException {
    layer.input().expectBulk();
    nextDataPdv(id);
  }

  /** Whether the data set has no more bytes; goes on to its next fragment if need be. */
  boolean atEndOfDataSet() throws AssociationException {
    while (pdvLeft == 0) {
      if ((control & LAST) != 0) {
        return true;
      }
      nextDataPdv(contextId);
    }
    return false;
  }

  /**
   * At least one byte of the data set, at most {@code length}; {@link #atEndOfDataSet} is false.
   */
  int read(byte[] target, int offset, int length) throws AssociationException {
    try {
      return taken(layer.input().read(target, offset, (int) Math.min(length, pdvLeft)));
    } catch (IOException e) {
      throw layer.readFailed(e);
    }
  }

  /** Hands some bytes of the data set to {@code out}; {@link #atEndOfDataSet} is false. */
  int writeTo(OutputStream out) throws IOException {
    // Only the socket may end the association: what the target throws is the caller's trouble.
    int count = buffer(pdvLeft);
    taken(count);
    layer.input().writeTo(out, count);
    return count;
  }

  /** Leaves out at least one byte of the data set; {@link #atEndOfDataSet} is false. */
  int skip(long length) throws AssociationException {
    int count = buffer(Math.min(length, pdvLeft));
    taken(count);
    layer.input().skipBuffered(count);
    return count;
  }

  /** Sees to it that there is something in the buffer; how much of it is within the length. */
  private int buffer(long length) throws AssociationException {
    SocketInput input = layer.input();
    try {
      if (input.peek() < 0) {
        throw new EOFException("the connection was closed within a PDU");
      }
    } catch (IOException e) {
      throw layer.readFailed(e);
    }
    return (int) Math.min(length, input.buffered());
  }

  /** How many bytes of the data set are there without waiting. */
  int available() {
    return (int) Math.min(pdvLeft, layer.input().buffered());
  }

  private int taken(int count) {
    pdvLeft -= count;
    pduLeft -= count;
    return count;
  }

  private void nextDataPdv(int id) throws AssociationException {
    if (!nextPdv()) {
      if (layer.state() == State.STA8) {
        layer.abort("A-RELEASE-RQ in the middle of a message");
      }
      throw layer.over();
    }
    if ((control & COMMAND) != 0 || contextId != id) {
      throw layer.invalid("a command fragment, or another context, within a data set");
    }
  }

  /** Reads a PDV header, in this PDU or the next; false if the peer sent something else. */
  private boolean nextPdv() throws AssociationException {
    if (pduLeft == 0 && !nextPdu()) {
      return false;
    }
    if (pduLeft < PDV_HEADER) {
      throw layer.invalid("a PDU with " + pduLeft + " bytes left where a PDV must begin");
    }
    SocketInput input = layer.input();
    try {
      long length = input.u32();
      contextId = input.u8();
      control = input.u8();
      if (length < 2 || length + 4 > pduLeft) {
        throw layer.invalid(
            "a PDV of " + length + " bytes in a PDU that has " + (pduLeft - 4) + " left");
      }
      pdvLeft = length - 2;
      pduLeft -= PDV_HEADER;
      return true;
    } catch (AssociationException e) {
      throw e;
    } catch (IOException e) {
      throw layer.readFailed(e);
    }
  }

  /** Between messages the peer may be silent for longer than within one. */
  private boolean awaitPdu(Duration wait) throws AssociationException {
    layer.input().stall(wait);
    try {
      return nextPdu();
    } finally {
      layer.input().stall(layer.limits().idle());
    }
  }

  private boolean nextPdu() throws AssociationException {
    // Once the association is over, a handler that reads on must not wait for the peer's close.
    if (layer.state() != State.STA6 || layer.next(messageDeadline) != Action.DT_2) {
      return false;
    }
    layer.input().deadline(messageDeadline);
    pduLeft = layer.pduLength();
    if (pduLeft == 0) {
      throw layer.invalid("a P-DATA-TF PDU without a PDV");
    }
    return true;
  }

  private byte[] append(byte[] bytes) throws AssociationException {
    int length = (int) pdvLeft;
    byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
    int done = bytes.length;
    while (done < longer.length) {
      done += read(longer, done, longer.length - done);
    }
    return longer;
  }
}
