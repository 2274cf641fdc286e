/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands on loopback between a sender and a listener, passes every byte on at once, and notes what
 * it saw: each data set that was sent, and the status that answered it. Safe for threads.
 */
public final class RecordingProxy implements AutoCloseable {

  /**
   * A C-STORE as it went over the wire.
   *
   * @param sopInstanceUid Affected SOP Instance UID
   * @param sha256 of the bytes of the data set, in lower case hexadecimal digits
   * @param length of the data set in bytes
   * @param status of the response
   */
  public record Store(String sopInstanceUid, String sha256, long length, int status) {}

  private final ServerSocket server;
  private final int target;
  private final Thread acceptor;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<Store> stores = new CopyOnWriteArrayList<>();

  private RecordingProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.acceptor = new Thread(this::acceptAll, "recording-proxy:" + server.getLocalPort());
    acceptor.start();
  }

  /** Begins to pass on to a port of this machine. */
  public static RecordingProxy start(int targetPort) throws IOException {
    return new RecordingProxy(targetPort);
  }

  /** The port to send to. */
  public int port() {
    return server.getLocalPort();
  }

  /** What was answered so far, in the order of the answers. */
  public List<Store> stores() {
    return List.copyOf(stores);
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket sender = server.accept();
        Socket receiver = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(sender);
        sockets.add(receiver);
        MessageTap tap = new MessageTap(stores::add);
        pump(sender, receiver, tap::request, "request");
        pump(receiver, sender, tap::response, "response");
      } catch (IOException e) {
        // The proxy is closed, or the target refuses: the sender sees its connection closed.
      }
    }
  }

  private interface Tap {
    void accept(byte[] bytes, int length);
  }

  private void pump(Socket from, Socket to, Tap tap, String what) throws IOException {
    from.setTcpNoDelay(true);
    to.setTcpNoDelay(true);
    Thread thread = new Thread(() -> copy(from, to, tap), "recording-proxy " + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void copy(Socket from, Socket to, Tap tap) {
    byte[] buffer = new byte[128 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        tap.accept(buffer, count); // first noted, then passed on: an answer finds its request
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side has gone; closing both tells the other.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
