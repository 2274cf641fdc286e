/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;

/**
 * What logback finds before {@link Logging} is started: warnings to the console, so that {@code
 * user list} and its like print their answer and nothing else.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class QuietStart extends ContextAwareBase implements Configurator {
  /** Called by logback through the ServiceLoader. */
  public QuietStart() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logging.console(context, Level.WARN, ZoneId.systemDefault());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
