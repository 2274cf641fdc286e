/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.DicomException;

/** An association could not be had, or is over. The facts stand beside the message. Immutable. */
public final class AssociationException extends DicomException {
  private static final long serialVersionUID = 1L;

  /** What happened. */
  public enum Kind {
    /** The peer could not be reached. */
    CONNECT_FAILED,
    /** A-ASSOCIATE-RJ: result, source and reason are known. */
    REJECTED,
    /** No presentation context was accepted, or none that fits what is to be sent. */
    NO_CONTEXT,
    /** The peer sent A-ABORT: source and reason are known. */
    ABORTED_BY_PEER,
    /** We sent A-ABORT: the peer broke the protocol, or {@code abort()} was called. */
    ABORTED,
    /** The peer did not answer, or did not read, in time. */
    TIMEOUT,
    /** The connection was closed or lost. */
    CLOSED
  }

  private final Kind kind;
  private final int result;
  private final int source;
  private final int reason;

  AssociationException(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, message, -1, -1, -1, cause);
  }

  AssociationException(Kind kind, String message) {
    this(kind, message, null);
  }

  private AssociationException(
      Kind kind, String message, int result, int source, int reason, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.result = result;
    this.source = source;
    this.reason = reason;
  }

  /** What the peer's A-ASSOCIATE-RJ or A-ABORT says; null if the PDU is neither. */
  static @Nullable AssociationException ofPeer(@Nullable Pdu pdu) {
    if (pdu instanceof Pdu.Abort abort) {
      return new AssociationException(
          Kind.ABORTED_BY_PEER,
          "the peer aborted the association: " + abort.inWords(),
          -1,
          abort.source(),
          abort.reason(),
          null);
    } else if (pdu instanceof Pdu.AssociateReject reject) {
      return new AssociationException(
          Kind.REJECTED,
          "the peer rejected the association: " + reject.inWords(),
          reject.result(),
          reject.source(),
          reject.reason(),
          null);
    }
    return null;
  }

  /** The same, with what was going on before its message. */
  AssociationException during(String what) {
    return new AssociationException(kind, what + ": " + getMessage(), result, source, reason, this);
  }

  /** What happened. */
  public Kind kind() {
    return kind;
  }

  /** Of a rejection: 1 permanent, 2 transient (PS3.8 table 9-21). */
  public OptionalInt result() {
    return optional(result);
  }

  /** Source of a rejection (PS3.8 table 9-21) or of an abort (table 9-26). */
  public OptionalInt source() {
    return optional(source);
  }

  /** Reason of a rejection (PS3.8 table 9-21) or of an abort (table 9-26). */
  public OptionalInt reason() {
    return optional(reason);
  }

  private static OptionalInt optional(int value) {
    return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
