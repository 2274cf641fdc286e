/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;

/**
 * Is told what happens to the associations of a {@link DicomListener}, for logs, metrics and the
 * list of refusals. Nothing here identifies a patient.
 *
 * <p>Called on the association's own thread (so by many threads at the same time), synchronously:
 * be quick. What it throws is ignored. Every method does nothing by default.
 */
public interface AssociationListener {
  /** A listener that ignores everything. */
  AssociationListener NONE = new AssociationListener() {};

  /** An association was accepted, with these contexts (perhaps none). */
  default void accepted(Peer peer, List<AcceptedContext> contexts) {}

  /**
   * One presentation context of an association was refused. Told before {@link #accepted}, on the
   * same thread, so that who listens can take them together.
   *
   * @param result 3: abstract syntax not supported, 4: transfer syntaxes not supported (PS3.8 table
   *     9-18)
   */
  default void contextRefused(Peer peer, ProposedContext context, int result) {}

  /**
   * An association was rejected (PS3.8 §9.3.4).
   *
   * @param result 1 permanent, 2 transient
   * @param source 1 service user, 2 service provider (ACSE), 3 service provider (presentation)
   * @param reason PS3.8 table 9-21
   * @param why the same in words
   */
  default void rejected(Peer peer, int result, int source, int reason, String why) {}

  /**
   * A DIMSE request was answered with a failure before a {@link StoreHandler} saw it: unknown
   * operation, SOP class that is not the context's, invalid UID, no data set.
   *
   * @param sopClassUid Affected SOP Class UID as received, empty if there was none; hostile text
   */
  default void requestRefused(Peer peer, String sopClassUid, Status status) {}

  /** A {@link StoreHandler} threw (or returned null); the peer was answered this status. */
  default void handlerFailed(Peer peer, Status answered, Throwable cause) {}

  /** An association ended by A-RELEASE. */
  default void released(Peer peer) {}

  /**
   * A connection ended in any other way: A-ABORT of either side, a timer, the network. Also for
   * connections that never became an association, such as port scans.
   */
  default void aborted(Peer peer, String why) {}

  /** A connection could not be taken (no file descriptors, too many connections); it goes on. */
  default void connectionRefused(String why) {}
}
