/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import org.xrayvision.spi.ReportSource;

class FhirR4ReportSourceContractTest extends HttpReportSourceContract {
  @Override
  protected ReportSource source(URI backend) {
    return FhirReportSourceContractTest.source(backend, "r4");
  }

  @Override
  protected String rightAnswer() {
    return FhirReportSourceContractTest.ANSWER.formatted("");
  }
}
