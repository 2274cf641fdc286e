/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.time.Instant;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Notifier;

/**
 * The contract of a {@link Notifier} that delivers over HTTP. Extend it, and fill {@link #notifier}
 * and {@link #rightAnswer()}.
 */
public abstract class HttpNotifierContract extends HttpBackendContract<Notifier> {
  /** For the class that extends this. */
  protected HttpNotifierContract() {}

  /**
   * A new notifier whose backend is at this address, with {@link #SECRET} as its key if it has one.
   */
  protected abstract Notifier notifier(URI backend);

  @Override
  protected abstract String rightAnswer();

  @Override
  final Notifier make(URI backend) {
    return notifier(backend);
  }

  @Override
  final Object ask(Notifier subject, Deadline deadline) {
    Alert alert =
        new Alert(
            "contract-1",
            Instant.parse("2026-01-05T10:00:00Z"),
            7,
            "chest",
            URI.create("http://127.0.0.1:8000/?uid=1.2.3"),
            CANARY + "^Ana, chest PA",
            deadline);
    subject.send(alert);
    return alert;
  }
}
