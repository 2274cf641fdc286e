/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** Sends what has no known length while it is made. Stateless. */
final class Download {
  private static final Logger LOGGER = System.getLogger(Download.class.getName());

  private Download() {}

  /** What makes the text. */
  interface Content {
    void write(Writer out) throws IOException;
  }

  /** What makes the bytes. */
  interface Bytes {
    void write(OutputStream out) throws IOException;
  }

  /** Sends a text, as {@link #bytes} does. */
  static void send(
      HttpServerExchange exchange, Duration longest, RateFloor floor, Content content) {
    bytes(
        exchange,
        longest,
        floor,
        stream -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          content.write(out);
          out.flush();
        });
  }

  /**
   * Sends bytes on this thread. What cannot be made to its end breaks the connection: half a file
   * must not look like a whole one. Who takes it too slowly is cut off: others wait for the place.
   */
  static void bytes(HttpServerExchange exchange, Duration longest, RateFloor floor, Bytes content) {
    XnioExecutor.Key cutOff = Entrance.cutOff(exchange, longest);
    exchange.startBlocking();
    PacedStream out = new PacedStream(exchange.getOutputStream(), floor, System::nanoTime);
    XnioExecutor.Key watch = watch(exchange, out, floor);
    try {
      content.write(out);
      out.close(); // it marks the end, so it is not done where something went wrong
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection()); // who asked has gone
    } catch (RuntimeException e) {
      IoUtils.safeClose(exchange.getConnection());
      LOGGER.log(Level.ERROR, "a download was cut off", e);
    } finally {
      watch.remove();
      cutOff.remove();
    }
    exchange.endExchange();
  }

  /** Cuts off who is too slow, which wakes the thread that waits for him. */
  private static XnioExecutor.Key watch(
      HttpServerExchange exchange, PacedStream out, RateFloor floor) {
    Runnable look =
        () -> {
          if (out.isTooSlow()) {
            LOGGER.log(
                Level.INFO,
                "a download was cut off: it was taken more slowly than "
                    + floor.bytesPerSecond()
                    + " bytes a second");
            IoUtils.safeClose(exchange.getConnection());
          }
        };
    long often = Math.max(1, floor.window().toMillis() / 10);
    return exchange.getIoThread().executeAtInterval(look, often, TimeUnit.MILLISECONDS);
  }
}
