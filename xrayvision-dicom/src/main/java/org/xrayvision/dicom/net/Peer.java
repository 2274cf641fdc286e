/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.net.InetSocketAddress;

/**
 * Who is at the other end of an association. Immutable.
 *
 * @param callingAETitle the requestor's title as it says itself, without padding; empty before the
 *     A-ASSOCIATE-RQ has been read. Nothing proves it: it comes from the peer
 * @param calledAETitle the title that the requestor wants to reach, without padding
 * @param address the peer's address on the network
 */
public record Peer(String callingAETitle, String calledAETitle, InetSocketAddress address) {

  /** As it stands in thread names and events, for example {@code STORESCU@127.0.0.1:51234}. */
  @Override
  public String toString() {
    String title = callingAETitle.isEmpty() ? "?" : callingAETitle;
    return title + "@" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
