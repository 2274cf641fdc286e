/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Listens on a port, any free one of loopback by default, and plays a script with the one
 * connection that comes; for tests of association requestors. Safe for threads.
 */
public final class ScriptedAcceptor implements AutoCloseable {

  /** What the peer does. */
  @FunctionalInterface
  public interface Script {
    /** Called on a thread of its own; the connection is closed when it returns. */
    void play(ScriptedPeer peer) throws Exception;
  }

  private final ServerSocket server;
  private final Thread thread;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private ScriptedAcceptor(ServerSocket server, Script script) {
    this.server = server;
    this.thread = new Thread(() -> play(script), "scripted-acceptor:" + server.getLocalPort());
    thread.start();
  }

  /** Begins to listen. */
  public static ScriptedAcceptor start(Script script) throws IOException {
    return start(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), script);
  }

  /** Begins to listen where somebody has opened a port, of TLS perhaps; closes it in the end. */
  public static ScriptedAcceptor start(ServerSocket server, Script script) {
    return new ScriptedAcceptor(server, script);
  }

  /** The port to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** What the script threw, once it has ended. */
  public Optional<Throwable> failure() throws InterruptedException {
    thread.join(10_000);
    return Optional.ofNullable(failure.get());
  }

  private void play(Script script) {
    try (ScriptedPeer peer = new ScriptedPeer(server.accept())) {
      script.play(peer);
    } catch (Exception | AssertionError e) {
      failure.set(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    thread.interrupt();
  }
}
