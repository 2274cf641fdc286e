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
  static void send(HttpServerExchange exchange, Duration longest, Content content) {
    bytes(
        exchange,
        longest,
        stream -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          content.write(out);
          out.flush();
        });
  }

  /**
   * Sends bytes on this thread. What cannot be made to its end breaks the connection: half a file
   * must not look like a whole one.
   */
  static void bytes(HttpServerExchange exchange, Duration longest, Bytes content) {
    XnioExecutor.Key cutOff = Entrance.cutOff(exchange, longest);
    exchange.startBlocking();
    try {
      OutputStream out = exchange.getOutputStream();
      content.write(out);
      out.close(); // it marks the end, so it is not done where something went wrong
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection()); // who asked has gone
    } catch (RuntimeException e) {
      IoUtils.safeClose(exchange.getConnection());
      LOGGER.log(Level.ERROR, "a download was cut off", e);
    } finally {
      cutOff.remove();
    }
    exchange.endExchange();
  }
}
