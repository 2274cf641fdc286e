/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.fhir.FhirReportSourceFactory;

class FhirReportSourceContractTest extends HttpReportSourceContract {
  static final String ANSWER =
      """
      {"resourceType": "Bundle", "type": "searchset", "entry": [
        {"resource": {"resourceType": "CapabilityStatement", "rest": [{"resource": [
          {"type": "Patient", "searchParam": [{"name": "identifier"}]},
          {"type": "ServiceRequest", "searchParam": [{"name": "identifier"}]},
          {"type": "DiagnosticReport", "searchParam": [{"name": "based-on"}]}]}]}},
        {"resource": {"resourceType": "Patient", "id": "7", "identifier": [{"value": "X-4711"}]}},
        {"resource": {"resourceType": "ServiceRequest", "id": "9",
          "subject": {"reference": "Patient/7"}, "identifier": [{"value": "A-17"}]}},
        {"resource": {"resourceType": "DiagnosticReport", "id": "R-1", "status": "final",
          "basedOn": [{"reference": "ServiceRequest/9"}], "conclusion": "Normal.",
          "resultsInterpreter": [{"display": "Dr. X"}], "presentedForm": [%s]}}]}
      """;

  static ReportSource source(URI backend, String dialect) {
    FhirReportSourceFactory factory = new FhirReportSourceFactory();
    Map<String, String> texts =
        Map.of("url", backend.toString(), "dialect", dialect, "username", "u", "password", SECRET);
    return factory.create(
        Settings.of(factory.settings(), texts), new LentContext(Path.of("target")));
  }

  @Override
  protected ReportSource source(URI backend) {
    return source(backend, "hipocrate");
  }

  @Override
  protected String rightAnswer() {
    return ANSWER.formatted("{\"type\": \"radio\", \"region\": \"chest\", \"data\": \"Normal.\"}");
  }
}
