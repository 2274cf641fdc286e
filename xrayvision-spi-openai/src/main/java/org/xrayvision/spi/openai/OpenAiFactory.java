/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import java.util.List;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.PluginFactory;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;

/** What the factories of this module share: id, version, settings. Stateless. */
abstract class OpenAiFactory<T> implements PluginFactory<T> {
  @Override
  public final String id() {
    return OpenAiSettings.ID;
  }

  @Override
  public final String version() {
    return OpenAiSettings.VERSION;
  }

  @Override
  public final int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public final String displayName() {
    return "OpenAI-compatible endpoint";
  }

  @Override
  public final List<SettingSpec> settings() {
    return OpenAiSettings.SCHEMA;
  }

  @Override
  public final T create(Settings settings, PluginContext context) {
    return create(OpenAiSettings.options(settings));
  }

  /** The plugin with these options. */
  abstract T create(OpenAiOptions options);
}
