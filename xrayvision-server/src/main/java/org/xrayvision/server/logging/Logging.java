/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.xrayvision.api.XRayVisionException;

/**
 * The log of the process: to standard error from the start, to a file once the data directory is
 * ours. Everything that logs through {@link System.Logger} or SLF4J ends here. Safe for threads.
 */
public final class Logging implements AutoCloseable {
  /** Libraries that talk too much at INFO. */
  private static final List<String> TALKATIVE =
      List.of("io.undertow", "org.xnio", "org.jboss", "com.zaxxer", "org.jdbi");

  private static final FileSize MOST_IN_A_FILE = new FileSize(20 * FileSize.MB_COEFFICIENT);
  private static final FileSize MOST_IN_ALL = new FileSize(FileSize.GB_COEFFICIENT);
  private static final int MOST_DAYS = 30;

  private final LoggerContext context;
  private final ZoneId zone;
  private @Nullable RollingFileAppender<ILoggingEvent> file;

  private Logging(LoggerContext context, ZoneId zone) {
    this.context = context;
    this.zone = zone;
  }

  /**
   * Logs to the console.
   *
   * @param level ERROR, WARN, INFO or DEBUG
   * @param zone of the times that are written
   */
  public static Logging start(String level, ZoneId zone) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    console(context, Level.toLevel(level.toUpperCase(Locale.ROOT), Level.INFO), zone);
    return new Logging(context, zone);
  }

  /**
   * Logs to a file as well: a new one each day and at 20 MB; the old ones stay beside it for 30
   * days, 1 GB of them at most.
   *
   * @throws XRayVisionException if it cannot be opened
   */
  public void toFile(Path path) {
    toFile(path, MOST_IN_A_FILE);
  }

  synchronized void toFile(Path path, FileSize mostInAFile) {
    String name = path.toString();
    if (name.indexOf('%') >= 0) {
      throw new XRayVisionException(
          name + ": the log cannot be written to a path with a % in it; use another --data");
    }
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(name);
    appender.setEncoder(encoder(context, zone));
    OneSweepAtATime sweeps = new OneSweepAtATime();
    sweeps.setContext(context);
    sweeps.setMaxFileSize(mostInAFile);
    TimeBasedRollingPolicy<ILoggingEvent> policy = new TimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(
        name.replaceFirst("\\.log$", "") + ".%d{yyyy-MM-dd, " + zone.getId() + "}.%i.log");
    policy.setTimeBasedFileNamingAndTriggeringPolicy(sweeps);
    policy.setMaxHistory(MOST_DAYS);
    policy.setTotalSizeCap(MOST_IN_ALL);
    policy.start();
    appender.setRollingPolicy(policy);
    appender.setTriggeringPolicy(policy);
    appender.start();
    if (!appender.isStarted()) {
      throw new XRayVisionException(name + ": the log cannot be opened; check the rights");
    }
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    file = appender;
  }

  /** Ends the file; the console goes on. */
  @Override
  public synchronized void close() {
    if (file != null) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(file);
      file.stop();
      file = null;
    }
  }

  static void console(LoggerContext context, Level level, ZoneId zone) {
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("console");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, zone));
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(level);
    Level quiet = level.toInt() >= Level.INFO_INT ? Level.WARN : Level.INFO;
    TALKATIVE.forEach(name -> context.getLogger(name).setLevel(quiet));
  }

  private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context, ZoneId zone) {
    LineLayout layout = new LineLayout(zone);
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }
}
