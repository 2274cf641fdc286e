/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The status of a DIMSE response (PS3.7 annex C; C-STORE: PS3.4 §B.2.3). Immutable.
 *
 * @param code 0000H to FFFFH
 * @param comment what a person at the peer's side shall read (Error Comment, LO); at most 64
 *     characters of it are sent, what is not printable ASCII is replaced
 */
public record Status(int code, @Nullable String comment) {
  /** 0000: success. */
  public static final Status SUCCESS = new Status(0x0000);

  /** 0110: processing failure. */
  public static final Status PROCESSING_FAILURE = new Status(0x0110);

  /** 0117: the SOP Instance UID breaks the rules for UIDs. */
  public static final Status INVALID_OBJECT_INSTANCE = new Status(0x0117);

  /** 0122: the SOP class is not supported, or not the one of the presentation context. */
  public static final Status SOP_CLASS_NOT_SUPPORTED = new Status(0x0122);

  /** 0124: refused, not authorized. */
  public static final Status NOT_AUTHORIZED = new Status(0x0124);

  /** 0210: the Message ID is in use for another operation. */
  public static final Status DUPLICATE_INVOCATION = new Status(0x0210);

  /** 0211: the operation is not one of those agreed upon. */
  public static final Status UNRECOGNIZED_OPERATION = new Status(0x0211);

  /** 0212: a parameter is missing or not of its type. */
  public static final Status MISTYPED_ARGUMENT = new Status(0x0212);

  /** 0213: resource limitation. */
  public static final Status RESOURCE_LIMITATION = new Status(0x0213);

  /** FF00: a match, or how a retrieval goes on. */
  public static final Status PENDING = new Status(0xFF00);

  /** FF01: a match; optional keys were asked for that are not supported. */
  public static final Status PENDING_WARNING = new Status(0xFF01);

  /** FE00: ended by a C-CANCEL-RQ. */
  public static final Status CANCEL = new Status(0xFE00);

  /** B000 of C-MOVE and C-GET: the sub-operations are over, some failed or had a warning. */
  public static final Status SUB_OPERATIONS_WITH_FAILURES = new Status(0xB000);

  /** A701: the number of matches cannot be calculated, out of resources. */
  public static final Status UNABLE_TO_CALCULATE_MATCHES = new Status(0xA701);

  /** A702: sub-operations cannot be performed, out of resources. */
  public static final Status UNABLE_TO_PERFORM_SUB_OPERATIONS = new Status(0xA702);

  /** A801: the move destination is unknown. */
  public static final Status MOVE_DESTINATION_UNKNOWN = new Status(0xA801);

  /** A700: refused, out of resources; the peer may try again. */
  public static final Status OUT_OF_RESOURCES = new Status(0xA700);

  /** A900: the data set does not match the SOP class. */
  public static final Status DATA_SET_DOES_NOT_MATCH_SOP_CLASS = new Status(0xA900);

  /** C000: cannot understand. */
  public static final Status CANNOT_UNDERSTAND = new Status(0xC000);

  /** B000: warning, data elements were coerced. */
  public static final Status COERCION_OF_DATA_ELEMENTS = new Status(0xB000);

  /** B006: warning, elements were discarded. */
  public static final Status ELEMENTS_DISCARDED = new Status(0xB006);

  /** B007: warning, the data set does not match the SOP class. */
  public static final Status DATA_SET_DOES_NOT_MATCH_SOP_CLASS_WARNING = new Status(0xB007);

  /**
   * A status.
   *
   * @throws IllegalArgumentException if the code is not in 0000H to FFFFH
   */
  public Status {
    if (code < 0 || code > 0xFFFF) {
      throw new IllegalArgumentException("status code " + code + " is not in 0000H to FFFFH");
    }
  }

  /** A status without a comment. */
  public Status(int code) {
    this(code, null);
  }

  /** The same code with this comment. */
  public Status withComment(String newComment) {
    return new Status(code, newComment);
  }

  /** Whether the operation was done without reservation. */
  public boolean isSuccess() {
    return code == 0x0000;
  }

  /** Whether the operation was done, with a reservation (PS3.7 §C.3: 0001, 0107, 0116, Bxxx). */
  public boolean isWarning() {
    return code == 0x0001 || code == 0x0107 || code == 0x0116 || (code & 0xF000) == 0xB000;
  }

  /** Whether the operation is still going on (FF00, FF01). */
  public boolean isPending() {
    return code == 0xFF00 || code == 0xFF01;
  }

  /** Whether the operation was ended by a C-CANCEL-RQ (FE00). */
  public boolean isCancel() {
    return code == 0xFE00;
  }

  /** Whether the operation failed: none of success, warning, pending and cancel (FE00). */
  public boolean isFailure() {
    return !isSuccess() && !isWarning() && !isPending() && code != 0xFE00;
  }

  /** Four hexadecimal digits and the comment, for example {@code A700 disk full}. */
  @Override
  public String toString() {
    String hex = String.format(Locale.ROOT, "%04X", code);
    return comment == null ? hex : hex + " " + comment;
  }
}
