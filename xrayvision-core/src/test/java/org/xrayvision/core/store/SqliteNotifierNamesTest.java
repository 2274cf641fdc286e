/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.xrayvision.core.store.StoreSamples.NOON;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.alert.AlertPolicy;

class SqliteNotifierNamesTest extends NotifierNamesContract {
  private static final AlertPolicy POLICY =
      new AlertPolicy(
          AlertOptions.defaults().withEscalation(8, Duration.ofMinutes(10)), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Override
  protected ExamStore open() {
    return SqliteExamStore.open(
        folder.resolve("xrayvision.db"),
        StoreOptions.defaults(folder.resolve("backup")).withAlerts(POLICY),
        Clock.fixed(NOON, ZoneOffset.UTC));
  }
}
