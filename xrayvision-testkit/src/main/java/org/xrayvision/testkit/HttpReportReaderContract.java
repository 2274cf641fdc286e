/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;

/**
 * The contract of a {@link ReportReader} that asks a backend over HTTP. Extend it, fill {@link
 * #reader}, and override {@link #rightAnswer()} if the backend does not speak as OpenAI's does.
 */
public abstract class HttpReportReaderContract extends HttpBackendContract<ReportReader> {
  /** For the class that extends this. */
  protected HttpReportReaderContract() {}

  /**
   * A new reader whose backend is at this address, with {@link #SECRET} as its key if it has one.
   */
  protected abstract ReportReader reader(URI backend);

  @Override
  protected String rightAnswer() {
    return """
        {"model": "contract", "choices": [{"index": 0, "finish_reason": "stop", "message":
         {"role": "assistant",
          "content": "{\\"severity\\": 3, \\"confidence\\": 90, \\"summary\\": \\"nodule\\"}"}}],
         "usage": {"prompt_tokens": 300, "completion_tokens": 20, "total_tokens": 320}}""";
  }

  @Override
  final ReportReader make(URI backend) {
    return reader(backend);
  }

  @Override
  final Object ask(ReportReader subject, Deadline deadline) {
    String text = "FINDINGS: " + CANARY + " has a nodule.\n\nIMPRESSION: Nodule.";
    return subject.assess(
        new ReadRequest(text, new Prompt("Grade reports.", text, "contract"), deadline));
  }
}
