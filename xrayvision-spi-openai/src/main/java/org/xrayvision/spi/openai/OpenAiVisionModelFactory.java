/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import java.util.List;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionModelFactory;

/** Makes {@link OpenAiVisionModel}s by the id {@code openai}. Stateless. */
public final class OpenAiVisionModelFactory implements VisionModelFactory {
  /** For ServiceLoader. */
  public OpenAiVisionModelFactory() {}

  @Override
  public String id() {
    return OpenAiSettings.ID;
  }

  @Override
  public String version() {
    return OpenAiSettings.VERSION;
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "OpenAI-compatible endpoint";
  }

  @Override
  public List<SettingSpec> settings() {
    return OpenAiSettings.SCHEMA;
  }

  @Override
  public VisionModel create(Settings settings, PluginContext context) {
    return new OpenAiVisionModel(OpenAiSettings.options(settings));
  }
}
