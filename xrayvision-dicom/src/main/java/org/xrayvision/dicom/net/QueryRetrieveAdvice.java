/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a PACS, as a sentence that says what to do: the statuses of PS3.4 tables
 * C.4-1 to C.4-3 and PS3.7 annex C, rejections (PS3.8 table 9-21), failures of the network. For
 * people; the facts are in {@link Status} and {@link AssociationException}. Nothing in it
 * identifies a patient, except what a PACS writes into an Error Comment. Immutable.
 */
public final class QueryRetrieveAdvice {
  private final RequestorOptions pacs;
  private final MoveDestination destination;
  private final String name;

  /**
   * Advice about one PACS.
   *
   * @param pacs how it is called
   * @param destination where C-MOVE sends to
   */
  public QueryRetrieveAdvice(RequestorOptions pacs, MoveDestination destination) {
    this.pacs = pacs;
    this.destination = destination;
    this.name = "the PACS " + pacs.calledAETitle() + " (" + pacs.host() + ":" + pacs.port() + ")";
  }

  /** What to do about the end of a C-FIND. */
  public String onFind(Status status) {
    return switch (status.code()) {
      case 0xA700 -> sentence("is out of resources for the query", "try again later", status);
      case 0xA900 ->
          sentence(
              "does not take the query's keys for this level",
              "choose the other root (Study Root or Patient Root)",
              status);
      default -> common("C-FIND", pacsService("FIND"), status);
    };
  }

  /** What to do about the end of a C-MOVE. */
  public String onMove(Status status) {
    return switch (status.code()) {
      case 0xA801 ->
          sentence(
              "does not know the move destination '" + destination.aeTitle() + "'",
              "enter in the PACS: " + destination,
              status);
      case 0xA702, 0xB000 ->
          sentence(
              status.code() == 0xB000
                  ? "could not send some of the objects, or sent them with a warning"
                  : "could not send",
              "see whether it reaches "
                  + destination
                  + " (name, port, firewall), and what our own list of refusals says",
              status);
      default -> retrieval("C-MOVE", pacsService("MOVE"), status);
    };
  }

  /** What to do about the end of a C-GET. */
  public String onGet(Status status) {
    return switch (status.code()) {
      case 0xA702, 0xB000 ->
          sentence(
              status.code() == 0xB000
                  ? "could not send some of the objects, or sent them with a warning"
                  : "could not send",
              "see our own list of refusals, and whether it has objects of a SOP class or transfer"
                  + " syntax that we do not take; if it sends nothing at all, use C-MOVE",
              status);
      default -> retrieval("C-GET", pacsService("GET") + ", or use C-MOVE", status);
    };
  }

  /** What to do if there is no association, or it ended. */
  public String on(AssociationException failure) {
    return switch (failure.kind()) {
      case CONNECT_FAILED -> unreachable(failure);
      case REJECTED -> rejected(failure);
      case NO_CONTEXT ->
          capital(name)
              + " does not offer what was asked for: let it offer Query/Retrieve (Study Root or"
              + " Patient Root as configured) to "
              + pacs.callingAETitle()
              + ": "
              + failure.getMessage();
      case ABORTED_BY_PEER ->
          capital(name) + " aborted the association; its log says why: " + failure.getMessage();
      case TIMEOUT ->
          capital(name)
              + " is connected but does not answer in time; see whether it is overloaded, or give"
              + " it more time: "
              + failure.getMessage();
      case ABORTED ->
          capital(name)
              + " broke the DICOM protocol, or we gave up; please report it: "
              + failure.getMessage();
      case CLOSED ->
          capital(name)
              + " or the network closed the connection; it is tried again: "
              + failure.getMessage();
    };
  }

  private String retrieval(String operation, String ifUnknown, Status status) {
    return status.code() == 0xA701 || status.code() == 0xA700
        ? sentence("is out of resources for the retrieval", "try again later", status)
        : status.code() == 0xA900
            ? sentence(
                "does not take the keys of the retrieval",
                "choose the other root (Study Root or Patient Root)",
                status)
            : common(operation, ifUnknown, status);
  }

  private String common(String operation, String ifUnknown, Status status) {
    if (status.isSuccess()) {
      return capital(name) + " has done it.";
    }
    if (status.isCancel()) {
      return capital(name) + " has ended the " + operation + " as it was asked to (FE00).";
    }
    return switch (status.code()) {
      case 0x0122, 0x0211 -> sentence("does not support " + operation, ifUnknown, status);
      case 0x0124 ->
          sentence(
              "does not allow " + operation + " to " + pacs.callingAETitle(),
              "give this AE title the right to query and retrieve, in the PACS",
              status);
      case 0x0212, 0x0115, 0x0120, 0x0106 ->
          sentence(
              "finds a parameter of the " + operation + " wrong",
              "choose the other root (Study Root or Patient Root), or report it",
              status);
      case 0x0210, 0x0213 -> sentence("is busy with other operations", "try again later", status);
      default ->
          (status.code() & 0xF000) == 0xC000
              ? sentence("could not process the " + operation, "its log says why", status)
              : sentence(
                  "answered the " + operation + " with a failure", "its log says why", status);
    };
  }

  private static String pacsService(String operation) {
    return "let it offer " + operation + " of the configured root";
  }

  private String unreachable(AssociationException failure) {
    String where = pacs.host() + ":" + pacs.port();
    Throwable cause = failure.getCause();
    if (cause instanceof UnknownHostException) {
      return "There is no host named " + pacs.host() + ": correct the address of the PACS.";
    }
    if (cause instanceof SocketTimeoutException) {
      return "No answer from "
          + where
          + " within "
          + pacs.connectTimeout().toSeconds()
          + " s: see whether the PACS is up, its address is right and no firewall is between.";
    }
    if (cause instanceof NoRouteToHostException || cause instanceof PortUnreachableException) {
      return "There is no way to " + where + ": see to the network, or correct the address.";
    }
    String said = said(cause);
    return said.contains("refused")
        ? "Nothing listens at "
            + where
            + ": start the PACS, or correct its address and port (connection refused)."
        : "No connection to " + where + ": see to the network, or correct the address: " + said;
  }

  private static String said(@Nullable Throwable cause) {
    String message = cause instanceof IOException ? cause.getMessage() : null;
    return message == null ? "no connection" : message.toLowerCase(Locale.ROOT);
  }

  private String rejected(AssociationException failure) {
    int source = failure.source().orElse(0);
    int reason = failure.reason().orElse(0);
    if (source == 1 && reason == 7) {
      return capital(name)
          + " is not named '"
          + pacs.calledAETitle()
          + "': enter its own AE title in our configuration (called AE title not recognized).";
    }
    if (source == 1 && reason == 3) {
      return capital(name)
          + " does not know us: enter our AE title '"
          + pacs.callingAETitle()
          + "' and our address in the PACS (calling AE title not recognized).";
    }
    return failure.result().orElse(0) == 2
        ? capital(name) + " takes no association now; it is tried again: " + failure.getMessage()
        : capital(name)
            + " takes no association from us: allow our AE title '"
            + pacs.callingAETitle()
            + "' in the PACS: "
            + failure.getMessage();
  }

  private String sentence(String what, String todo, Status status) {
    return capital(name) + " " + what + ": " + todo + " (status " + status + ").";
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
