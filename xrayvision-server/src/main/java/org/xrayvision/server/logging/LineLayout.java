/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Time with offset, level, thread, logger, message. Every text is made harmless. From INFO up,
 * numbers like a patient's are taken out, and of exceptions only our own messages are shown: those
 * of libraries may quote what they choked on.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
  private static final String OURS = "org.xrayvision.";
  private static final int MOST_CAUSES = 10;
  private static final int MOST_FRAMES = 60;

  private final DateTimeFormatter time;

  LineLayout(ZoneId zone) {
    this.time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT).withZone(zone);
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    boolean open = event.getLevel().toInt() < Level.INFO_INT;
    Function<@Nullable String, String> safe =
        text -> {
          String line = SafeText.oneLine(String.valueOf(text));
          return open ? line : SafeText.withoutPersonalNumbers(line);
        };
    StringBuilder out = new StringBuilder(200);
    out.append(time.format(event.getInstant()))
        .append(String.format(Locale.ROOT, " %-5s [", event.getLevel()))
        .append(safe.apply(event.getThreadName()))
        .append("] ")
        .append(shortName(event.getLoggerName()))
        .append(": ")
        .append(safe.apply(event.getFormattedMessage()))
        .append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    for (int i = 0; thrown != null && i < MOST_CAUSES; i++, thrown = thrown.getCause()) {
      boolean tell = open || thrown.getClassName().startsWith(OURS);
      out.append(i == 0 ? "    " : "    caused by ").append(thrown.getClassName());
      if (tell && thrown.getMessage() != null) {
        out.append(": ").append(safe.apply(thrown.getMessage()));
      }
      out.append('\n');
      appendFrames(out, thrown);
    }
    return out.toString();
  }

  private static void appendFrames(StringBuilder out, IThrowableProxy thrown) {
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    int shown = Math.min(frames.length - thrown.getCommonFrames(), MOST_FRAMES);
    for (int i = 0; i < shown; i++) {
      out.append("        ").append(frames[i].getSTEAsString()).append('\n');
    }
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }
}
