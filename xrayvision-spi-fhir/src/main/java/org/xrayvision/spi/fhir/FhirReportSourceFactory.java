/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.util.List;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.ReportSourceFactory;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.Spi;

/**
 * Makes sources over FHIR by the id {@code fhir}; what it makes is a {@link
 * org.xrayvision.spi.PatientDirectory} and a {@link org.xrayvision.spi.HealthProbe} too. Stateless.
 */
public final class FhirReportSourceFactory implements ReportSourceFactory {
  /** For ServiceLoader. */
  public FhirReportSourceFactory() {}

  @Override
  public String id() {
    return "fhir";
  }

  @Override
  public String version() {
    return "0.1";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String displayName() {
    return "FHIR server";
  }

  @Override
  public List<SettingSpec> settings() {
    return FhirSettings.SCHEMA;
  }

  @Override
  public ReportSource create(Settings settings, PluginContext context) {
    FhirOptions options = FhirSettings.options(settings, context.clock().getZone());
    return new FhirReportSource(options, context);
  }
}
