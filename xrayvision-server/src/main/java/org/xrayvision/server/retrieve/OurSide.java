/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;
import org.xrayvision.dicom.net.MoveDestination;
import org.xrayvision.dicom.net.StoreHandler;
import org.xrayvision.server.dicom.RefusedObjects;

/**
 * What a PACS must know of us, and where its objects go. Immutable.
 *
 * @param aeTitle our AE title, the destination of C-MOVE
 * @param port of our listener, once it listens
 * @param sopClassUids what is taken by C-GET
 * @param transferSyntaxUids what can be decoded, the preferred first
 * @param handler takes the objects of a C-GET
 * @param refused what was refused for good
 */
record OurSide(
    String aeTitle,
    IntSupplier port,
    Collection<String> sopClassUids,
    List<String> transferSyntaxUids,
    StoreHandler handler,
    RefusedObjects refused) {

  /** Our listener as it must be entered in a PACS: with the address that it sees us under. */
  MoveDestination destinationFor(String host, int pacsPort) {
    String address = "of this server";
    // Nothing is sent: the system only says by which of our addresses it would be.
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(host, pacsPort));
      address = socket.getLocalAddress().getHostAddress();
    } catch (IOException | RuntimeException e) {
      // The sentence does without it.
    }
    return new MoveDestination(aeTitle, address, port.getAsInt());
  }
}
