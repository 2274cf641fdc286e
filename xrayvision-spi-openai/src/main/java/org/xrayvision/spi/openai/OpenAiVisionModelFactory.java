/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionModelFactory;

/** Makes {@link OpenAiVisionModel}s by the id {@code openai}. Stateless. */
public final class OpenAiVisionModelFactory extends OpenAiFactory<VisionModel>
    implements VisionModelFactory {
  /** For ServiceLoader. */
  public OpenAiVisionModelFactory() {}

  @Override
  VisionModel create(OpenAiOptions options) {
    return new OpenAiVisionModel(options);
  }
}
