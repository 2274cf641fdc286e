/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import java.nio.file.Path;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.testkit.ReportSourceContract;

class CsvReportSourceContractTest extends ReportSourceContract {
  @Override
  protected ReportSource source() {
    return new CsvReportSource(Path.of("src/test/resources/reports.csv"), ',');
  }

  @Override
  protected ReportQuery known(Deadline deadline) {
    return CsvReportSourceTest.query("1.2.826.0.1.3680043.10.1", "", "chest");
  }
}
