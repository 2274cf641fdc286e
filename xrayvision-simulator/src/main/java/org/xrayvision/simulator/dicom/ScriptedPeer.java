/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One end of a transport connection that sends exactly what a test wants and shows exactly what
 * comes back. It has no state machine and answers nothing by itself. For one thread.
 */
public final class ScriptedPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  /** A PDU as it came. Immutable if nobody writes to its body. */
  public static final class Pdu {
    private final int type;
    private final byte[] body;

    private Pdu(int type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    /** The first byte. */
    public int type() {
      return type;
    }

    /** What follows the length; not a copy. */
    public byte[] body() {
      return body;
    }

    /** Type and the begin of the body in hexadecimal digits. */
    @Override
    public String toString() {
      int shown = Math.min(body.length, 32);
      String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(body, 0, shown);
      return String.format(Locale.ROOT, "PDU %02X: %s", type, hex);
    }
  }

  ScriptedPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Connects to a port of this machine. */
  public static ScriptedPeer connect(int port) throws IOException {
    return new ScriptedPeer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects with a receive buffer so small that a writer who is not read soon blocks. */
  public static ScriptedPeer connectWithSmallWindow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new ScriptedPeer(socket);
  }

  /** Sends these bytes at once. */
  public ScriptedPeer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /**
   * Sends these bytes in pieces.
   *
   * @param pause how long to wait after each piece
   */
  public ScriptedPeer sendSlowly(byte[] bytes, int pieceLength, Duration pause)
      throws IOException, InterruptedException {
    for (int offset = 0; offset < bytes.length; offset += pieceLength) {
      int length = Math.min(pieceLength, bytes.length - offset);
      socket.getOutputStream().write(bytes, offset, length);
      Thread.sleep(pause.toMillis());
    }
    return this;
  }

  /**
   * The next PDU.
   *
   * @throws EOFException if the peer has closed
   * @throws java.net.SocketTimeoutException if nothing comes for ten seconds
   */
  public Pdu read() throws IOException {
    int type = in.readUnsignedByte();
    in.readByte();
    int length = in.readInt();
    byte[] body = new byte[length];
    in.readFully(body);
    return new Pdu(type, body);
  }

  /** Reads PDUs until one of this type comes. */
  public Pdu readUntil(int type) throws IOException {
    Pdu pdu = read();
    while (pdu.type() != type) {
      pdu = read();
    }
    return pdu;
  }

  /** Waits until the other side closes; false if it sends something, or ten seconds pass. */
  public boolean isClosedByPeer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // reset
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  /** Reads and forgets what comes until the other side closes or breaks the connection. */
  public void discardUntilClosed() throws IOException {
    byte[] nowhere = new byte[64 * 1024];
    try {
      while (in.read(nowhere) >= 0) {
        // forgotten
      }
    } catch (SocketException e) {
      // a reset closes as well
    }
  }

  /** No more will be sent; the other side may go on sending. */
  public ScriptedPeer shutdownOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Breaks the connection off (TCP RST), as a crashed machine's network does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The local port, by which the other side knows this connection. */
  public int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
