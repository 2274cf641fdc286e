/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

/**
 * Where a C-MOVE sends to: our own listener, as it must be entered in the PACS. Immutable.
 *
 * @param aeTitle the AE title
 * @param address the host name or address under which the PACS reaches it
 * @param port its port
 */
public record MoveDestination(String aeTitle, String address, int port) {

  /** For example {@code AE title XRAYVISION, address 10.1.2.3, port 4010}. */
  @Override
  public String toString() {
    return "AE title " + aeTitle + ", address " + address + ", port " + port;
  }
}
