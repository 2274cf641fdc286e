/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Lays TLS over a connected socket (PS3.15 §B.12), for either role. Stateless. */
final class TlsLayer {
  private TlsLayer() {}

  /** A TLS socket that has not shaken hands yet. */
  static SSLSocket over(Socket socket, TlsOptions options, String host, boolean requestor)
      throws IOException {
    SSLSocket secure =
        (SSLSocket)
            options.context().getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    secure.setUseClientMode(requestor);
    SSLParameters parameters = secure.getSSLParameters();
    TlsProfile profile = options.profile();
    parameters.setProtocols(profile.protocols().toArray(String[]::new));
    List<String> known = Arrays.asList(secure.getSupportedCipherSuites());
    parameters.setCipherSuites(
        profile.cipherSuites().stream().filter(known::contains).toArray(String[]::new));
    if (requestor) {
      parameters.setEndpointIdentificationAlgorithm(options.hostNameVerified() ? "HTTPS" : "");
    } else {
      parameters.setUseCipherSuitesOrder(true);
      parameters.setNeedClientAuth(options.clientCertificateRequired());
    }
    secure.setSSLParameters(parameters);
    return secure;
  }

  /** What went wrong with a handshake, and what it means. */
  static String inWords(IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof SocketTimeoutException) {
      return "TLS: the handshake was not over in time";
    } else if (!(e instanceof SSLException)) {
      return "TLS: " + text + "; the peer broke the handshake off: does it trust our certificate?";
    }
    return "TLS: " + text + hint(text);
  }

  private static String hint(String text) {
    if (text.contains("Unsupported or unrecognized SSL message")) {
      return "; the peer speaks without TLS";
    } else if (text.contains("validity check failed")) {
      return "; the peer's certificate has expired, or is not valid yet";
    } else if (text.contains("PKIX path")) {
      return "; the peer's certificate is of nobody whom we trust";
    } else if (text.contains("Empty client certificate chain")) {
      return "; the peer shows no certificate, and must";
    } else if (text.contains("No name matching") || text.contains("No subject alternative")) {
      return "; the certificate is for another host";
    } else if (text.contains("unknown_ca")
        || text.contains("certificate_unknown")
        || text.contains("Insufficient buffer remaining for AEAD")) {
      // The last is what the JDK makes of an alert in the clear, where it expects none (TLS 1.3).
      return "; the peer does not trust our certificate";
    } else if (text.contains("certificate_required") || text.contains("bad_certificate")) {
      return "; the peer wants a certificate that it trusts";
    }
    return "";
  }
}
