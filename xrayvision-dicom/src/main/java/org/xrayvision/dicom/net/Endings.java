/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.net.AssociationException.Kind;

/** The reasons for which a connection ends, in words. Stateless. */
final class Endings {
  private Endings() {}

  static AssociationException lost(IOException e) {
    String text = e instanceof SSLException ? TlsLayer.inWords(e) : message(e);
    return new AssociationException(Kind.CLOSED, "the connection was lost: " + text, e);
  }

  static AssociationException unreachable(@Nullable InetSocketAddress remote, IOException e) {
    return new AssociationException(
        Kind.CONNECT_FAILED,
        "no connection to "
            + remote
            + ": "
            + (e instanceof SSLException ? TlsLayer.inWords(e) : message(e)),
        e);
  }

  static AssociationException notRead(IOException e) {
    return new AssociationException(Kind.TIMEOUT, "the peer did not read in time", e);
  }

  static AssociationException overdue(Duration total) {
    return new AssociationException(
        Kind.TIMEOUT, "the association stood for all of its " + total.toSeconds() + " seconds");
  }

  static AssociationException expired(boolean artim, @Nullable SocketTimeoutException e) {
    if (e instanceof RateFloor.TooSlowException) {
      return new AssociationException(Kind.TIMEOUT, message(e));
    }
    return new AssociationException(
        Kind.TIMEOUT,
        artim ? "the peer was silent, ARTIM expired" : "the peer did not send in time");
  }

  static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
