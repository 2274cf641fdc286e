/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's logger: the identifiers of the exams in hand are blanked before the program's logger
 * hears of them, in parameters and in exceptions too. Safe for threads.
 */
final class RedactingLogger implements System.Logger {
  private final System.Logger logger;
  private final ExamsInHand exams;

  RedactingLogger(System.Logger logger, ExamsInHand exams) {
    this.logger = logger;
    this.exams = exams;
  }

  @Override
  public String getName() {
    return logger.getName();
  }

  @Override
  public boolean isLoggable(Level level) {
    return logger.isLoggable(level);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      String text = exams.blank(translated(bundle, message));
      logger.log(level, thrown == null ? text : text + " - " + shown(thrown));
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    if (isLoggable(level)) {
      String pattern = translated(bundle, format);
      boolean plain = parameters == null || parameters.length == 0;
      logger.log(level, exams.blank(plain ? pattern : formatted(pattern, parameters)));
    }
  }

  private static String formatted(String pattern, @Nullable Object @Nullable ... parameters) {
    try {
      return MessageFormat.format(pattern, parameters);
    } catch (IllegalArgumentException e) {
      return pattern;
    }
  }

  private static String translated(@Nullable ResourceBundle bundle, @Nullable String message) {
    String key = String.valueOf(message);
    try {
      return bundle == null ? key : bundle.getString(key);
    } catch (MissingResourceException | ClassCastException e) {
      return key;
    }
  }

  /** Its place is what helps; its message, and those of its causes, may quote a patient. */
  private String shown(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      text.append(depth == 0 ? "" : ", caused by ").append(exams.blank(cause.toString()));
      StackTraceElement[] trace = cause.getStackTrace();
      if (trace.length > 0) {
        text.append(" at ").append(trace[0]);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
