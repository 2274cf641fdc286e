/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportReaderFactory;

/** Makes {@link OpenAiReportReader}s by the id {@code openai}. Stateless. */
public final class OpenAiReportReaderFactory extends OpenAiFactory<ReportReader>
    implements ReportReaderFactory {
  /** For ServiceLoader. */
  public OpenAiReportReaderFactory() {}

  @Override
  ReportReader create(OpenAiOptions options) {
    return new OpenAiReportReader(options);
  }
}
