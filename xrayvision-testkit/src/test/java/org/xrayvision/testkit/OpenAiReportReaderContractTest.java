/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.spi.openai.OpenAiReportReader;

class OpenAiReportReaderContractTest extends HttpReportReaderContract {
  @Override
  protected ReportReader reader(URI backend) {
    return new OpenAiReportReader(
        OpenAiOptions.builder(backend.resolve("/v1/chat/completions"), "contract")
            .apiKey(SECRET)
            .build());
  }
}
