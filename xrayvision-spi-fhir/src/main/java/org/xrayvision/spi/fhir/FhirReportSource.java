/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.util.Optional;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.PatientDirectory;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;

/** A FHIR server, asked in the dialect that it was configured with. Safe for threads. */
final class FhirReportSource implements ReportSource, PatientDirectory, HealthProbe {
  private final FhirOptions options;
  private final FhirClient client;
  private final Dialect dialect;

  FhirReportSource(FhirOptions options, PluginContext context) {
    this.options = options;
    this.client = new FhirClient(options, context.httpClient(), context.meter());
    Forms forms = new Forms(client, options.regions(), context.meter());
    this.dialect =
        options.r4()
            ? new R4Dialect(options, client, forms, context.clock())
            : new HipocrateDialect(options, client, forms);
  }

  @Override
  public Optional<SourceReport> report(ReportQuery query) {
    return dialect.report(query);
  }

  @Override
  public Optional<Patient> patient(Patient known, Deadline deadline) {
    return dialect.person(known, deadline).map(person -> person.enriched(known));
  }

  @Override
  public void checkHealth(Deadline deadline) {
    client.asHealthCheck(() -> dialect.checkHealth(deadline));
  }

  @Override
  public String displayName() {
    return options.displayName();
  }

  @Override
  public void close() {
    client.close();
  }
}
