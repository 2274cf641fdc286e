/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.fuzz.Bounds;

/** The reader of PDUs. */
public final class PduTarget {
  private static final int MAX_PDU = 256 * 1024;

  private PduTarget() {}

  /** Reads PDU after PDU; what was read of an association is written and read again. */
  public static void fuzzerTestOneInput(byte[] data) {
    Bounds.check(
        () -> {
          SocketInput in = new SocketInput(new ByteArrayInputStream(data));
          PduReader reader = new PduReader(in, MAX_PDU);
          try {
            PduReader.Arrival arrival = reader.next();
            while (arrival.event() != Event.EVT17 && arrival.event() != Event.EVT19) {
              in.skip(arrival.dataLength());
              writeAndRead(arrival.pdu());
              arrival = reader.next();
            }
          } catch (EOFException e) {
            // It ends where it ends.
          }
        });
  }

  private static void writeAndRead(@Nullable Pdu pdu) throws IOException {
    if (pdu instanceof Pdu.AssociateRequest || pdu instanceof Pdu.AssociateAccept) {
      byte[] written = PduEncoder.encode(pdu);
      SocketInput in = new SocketInput(new ByteArrayInputStream(written));
      Pdu again = new PduReader(in, MAX_PDU).next().pdu();
      if (again == null) {
        throw new AssertionError("what we write cannot be read: " + pdu);
      }
    }
  }
}
