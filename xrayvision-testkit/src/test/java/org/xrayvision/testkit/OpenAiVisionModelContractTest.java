/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.spi.openai.OpenAiVisionModel;

class OpenAiVisionModelContractTest extends HttpVisionModelContract {
  @Override
  protected VisionModel model(URI backend) {
    return new OpenAiVisionModel(
        OpenAiOptions.builder(backend.resolve("/v1/chat/completions"), "contract")
            .apiKey(SECRET)
            .build());
  }
}
