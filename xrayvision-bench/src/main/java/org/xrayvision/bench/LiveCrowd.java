/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Many WebSocket clients that note when they hear of an exam: one thread behind one selector, which
 * looks for the exam in the bytes of the frames, because it shares the processor with what it
 * measures.
 */
final class LiveCrowd implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int FRAME_BYTES = 64 << 10;

  private final Selector selector;
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final Queue<Double> delays = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::listen, "crowd");
  private volatile Expected expected = new Expected("none yet", 0);

  private LiveCrowd() throws IOException {
    selector = Selector.open();
  }

  private record Expected(String uid, long since) {}

  static LiveCrowd join(URI address, String cookie, int count) throws IOException {
    LiveCrowd crowd = new LiveCrowd();
    for (int i = 0; i < count; i++) {
      SocketChannel socket =
          SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
      crowd.sockets.add(socket);
      socket.write(ByteBuffer.wrap(LoadClient.upgrade(address, cookie)));
      socket.configureBlocking(false);
      socket.register(crowd.selector, SelectionKey.OP_READ, new Ear());
    }
    crowd.thread.setDaemon(true);
    crowd.thread.start();
    return crowd;
  }

  /** From now on the event of this exam is listened for. */
  void expect(String uid, long since) {
    expected = new Expected('"' + uid + '"', since);
  }

  /** What was heard until now was the warming up. */
  void forget() {
    delays.clear();
  }

  /** Sorted, in milliseconds. */
  double[] delays() {
    return delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (SocketChannel socket : sockets) {
      socket.close();
    }
  }

  private void listen() {
    ByteBuffer buffer = ByteBuffer.allocate(FRAME_BYTES);
    try {
      while (selector.isOpen()) {
        selector.select(key -> read(key, buffer));
      }
    } catch (IOException | ClosedSelectorException e) {
      // closed
    }
  }

  private void read(SelectionKey key, ByteBuffer buffer) {
    try {
      buffer.clear();
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        key.cancel();
        return;
      }
      Expected now = expected;
      if (((Ear) key.attachment()).hears(buffer.flip(), now.uid())) {
        delays.add((System.nanoTime() - now.since()) / NANOS_PER_MILLI);
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  /** Finds a sequence of bytes once, also when it is cut between two readings. */
  private static final class Ear {
    private String sought = "";
    private int matched;
    private boolean heard;

    boolean hears(ByteBuffer bytes, String wanted) {
      if (!sought.equals(wanted)) {
        sought = wanted;
        matched = 0;
        heard = false;
      }
      while (bytes.hasRemaining() && !heard) {
        char c = (char) bytes.get();
        // The quotation mark that begins a UID is in it once more only at its end.
        matched = c == sought.charAt(matched) ? matched + 1 : c == sought.charAt(0) ? 1 : 0;
        if (matched == sought.length()) {
          heard = true;
          return true;
        }
      }
      return false;
    }
  }
}
