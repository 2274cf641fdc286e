/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdSchemeFactory;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;

/** Makes the Romanian {@link Cnp} by the id {@code cnp}. Stateless. */
public final class CnpFactory implements PatientIdSchemeFactory {
  /** For ServiceLoader. */
  public CnpFactory() {}

  @Override
  public String id() {
    return "cnp";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "Romanian cod numeric personal";
  }

  @Override
  public PatientIdScheme create(Settings settings, PluginContext context) {
    return new Cnp();
  }
}
