/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/** A connection to a peer that has sent all it has to say and reads whatever it is told. */
final class BytesSocket extends Socket {
  private final InputStream in;

  BytesSocket(byte[] bytes) {
    in = new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 104);
  }

  @Override
  public void setSoTimeout(int timeout) {
    // Nothing is waited for.
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // Nothing is sent.
  }

  @Override
  public void setKeepAlive(boolean on) {
    // Nothing is to be kept.
  }
}
