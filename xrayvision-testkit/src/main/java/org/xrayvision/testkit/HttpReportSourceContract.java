/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.time.LocalDateTime;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;

/**
 * The contract of a {@link ReportSource} that asks the hospital's system over HTTP. Extend it, and
 * fill {@link #source} and {@link #rightAnswer()}: one answer for whatever is asked.
 */
public abstract class HttpReportSourceContract extends HttpBackendContract<ReportSource> {
  /** For the class that extends this. */
  protected HttpReportSourceContract() {}

  /**
   * A new source whose backend is at this address, with {@link #SECRET} as its password if it has
   * one.
   */
  protected abstract ReportSource source(URI backend);

  @Override
  protected abstract String rightAnswer();

  @Override
  final ReportSource make(URI backend) {
    return source(backend);
  }

  @Override
  final Object ask(ReportSource subject, Deadline deadline) {
    return subject.report(
        new ReportQuery(
            "1.2.3.4",
            "1.2.3",
            "A-17",
            SamplePatient.named(CANARY),
            "chest",
            "CR",
            LocalDateTime.of(2026, 1, 5, 10, 0),
            null,
            deadline));
  }
}
