/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Hears what is logged at any level, through {@code System.Logger} where nothing else is bound to
 * it, or {@code java.util.logging}, from its making until it is closed. What the JDK logs itself is
 * left out. Safe for threads.
 */
final class HeardLogs extends Handler implements AutoCloseable {
  private static final int MOST = 10_000;

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root = LogManager.getLogManager().getLogger("");
  private final Level before = root.getLevel();

  HeardLogs() {
    setFormatter(new SimpleFormatter());
    setLevel(Level.ALL);
    root.addHandler(this);
    root.setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord heard) {
    String logger = String.valueOf(heard.getLoggerName());
    if (logger.matches("(java|javax|jdk|sun|com\\.sun)\\..*") || lines.size() >= MOST) {
      return;
    }
    StringWriter line = new StringWriter();
    line.append(logger).append(' ').append(getFormatter().formatMessage(heard));
    if (heard.getThrown() != null) {
      heard.getThrown().printStackTrace(new PrintWriter(line, true));
    }
    lines.add(line.toString());
  }

  /** All of it, a line or more each. */
  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
  }
}
