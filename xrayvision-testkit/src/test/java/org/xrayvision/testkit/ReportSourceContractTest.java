/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;

/** The shape of {@link ReportSource}, tried by the smallest one that keeps the contract. */
class ReportSourceContractTest extends HttpReportSourceContract {
  @Override
  protected ReportSource source(URI backend) {
    PlainHttp http = new PlainHttp();
    return query -> {
      String answer =
          http.exchange(
              HttpRequest.newBuilder(backend.resolve("/reports/" + query.accessionNumber()))
                  .header("Authorization", "Bearer " + SECRET)
                  .build(),
              query.deadline());
      return Optional.of(new SourceReport("r-1", null, answer, "Dr. X", null, null, "1", false));
    };
  }

  @Override
  protected String rightAnswer() {
    return "{\"id\": \"r-1\", \"text\": \"No finding.\"}";
  }
}
