/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.lungfield;

import java.util.List;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionModelFactory;

/** Makes {@link LungFieldModel}s by the id {@code lung-field}. Stateless. */
public final class LungFieldModelFactory implements VisionModelFactory {
  /** For ServiceLoader. */
  public LungFieldModelFactory() {}

  @Override
  public String id() {
    return "lung-field";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "Lung fields (example)";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.of(
            "asymmetry",
            SettingType.DECIMAL,
            "0.04",
            "From which difference in brightness a side is opaque, 0 to 1."),
        SettingSpec.of(
            "flatness",
            SettingType.DECIMAL,
            "0.25",
            "Below which deviation of brightness a zone is dense, 0 to 1."));
  }

  @Override
  public VisionModel create(Settings settings, PluginContext context) {
    return new LungFieldModel(share(settings, "asymmetry"), share(settings, "flatness"), context);
  }

  private static double share(Settings settings, String name) {
    double value = settings.decimal(name).orElseThrow();
    if (value < 0 || value > 1) {
      throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
    }
    return value;
  }
}
