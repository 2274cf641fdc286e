/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.TokenUsage;

/** The smallest reader that keeps the contract: a word, and no model. */
class KeywordReaderContractTest extends ReportReaderContract {
  @Override
  protected ReportReader reader() {
    return request -> {
      boolean found = request.text().contains("nodule");
      return new Assessment(
          found ? 6 : 0, 50, found ? "nodule" : "", "keywords", TokenUsage.UNKNOWN, null);
    };
  }
}
