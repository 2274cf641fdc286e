/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.SizeAndTimeBasedFileNamingAndTriggeringPolicy;
import ch.qos.logback.core.rolling.helper.ArchiveRemover;
import ch.qos.logback.core.rolling.helper.FileNamePattern;
import ch.qos.logback.core.rolling.helper.SizeAndTimeBasedArchiveRemover;
import java.time.Instant;

/**
 * Puts a full file aside, as logback does, but has one sweep of the old ones end before the next
 * begins: all of them reckon with one calendar, which two at a time bring into disorder, so that
 * files of today are deleted as if they were old.
 */
final class OneSweepAtATime extends SizeAndTimeBasedFileNamingAndTriggeringPolicy<ILoggingEvent> {
  @Override
  protected ArchiveRemover createArchiveRemover() {
    return new SizeAndTimeBasedArchiveRemover(
        new FileNamePattern(tbrp.getFileNamePattern(), context), rc) {
      @Override
      public synchronized void clean(Instant now) {
        super.clean(now);
      }
    };
  }
}
