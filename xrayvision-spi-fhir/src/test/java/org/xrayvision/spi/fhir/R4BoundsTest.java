/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.spi.fhir.FhirServer.OLTEANU;
import static org.xrayvision.spi.fhir.FhirServer.olteanu;
import static org.xrayvision.spi.fhir.FhirServer.soon;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xrayvision.spi.PermanentBackendException;

/** What a hostile or simple R4 server meets. */
final class R4BoundsTest {
  private static final String METADATA =
      "{\"resourceType\": \"CapabilityStatement\", \"rest\": [{\"resource\": [{\"type\":"
          + " \"Patient\", \"searchParam\": [{\"name\": \"%s\"}]}, {\"type\":"
          + " \"DiagnosticReport\"}]}]}";

  @RegisterExtension final FhirServer server = new FhirServer();
  @RegisterExtension final FhirServer elsewhere = new FhirServer();

  private static String page(String next) {
    return "{\"resourceType\": \"Bundle\", \"link\": [{\"relation\": \"next\", \"url\": \""
        + next
        + "\"}], \"entry\": [{\"resource\": "
        + olteanu("77")
        + "}]}";
  }

  @Test
  void aNextPageElsewhereIsNotAskedAndGetsNoCredentials() {
    server.at("/metadata", METADATA.formatted("identifier"));
    server.at("/Patient", page(elsewhere.url() + "/Patient?page=2"));
    FhirReportSource source = server.source("dialect", "r4", "token", "t0ken");
    assertThatThrownBy(() -> source.patient(OLTEANU, soon()))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("another origin");
    assertThat(elsewhere.requests()).isEmpty();
    assertThat(server.requests())
        .allMatch(r -> r.getHeader("Authorization").equals("Bearer t0ken"));
  }

  @Test
  void pagesThatGoRoundInACircleEnd() {
    server.at("/metadata", METADATA.formatted("identifier"));
    server.at("/Patient", page("/Patient?identifier=" + FhirServer.CNP));
    FhirReportSource source = server.source("dialect", "r4");
    assertThatThrownBy(() -> source.patient(OLTEANU, soon()))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("more Patient resources");
  }

  @Test
  void parametersThatAreNotListedAreNotUsed() {
    server.at("/metadata", METADATA.formatted("family"));
    server.at("/Patient", olteanu("77"));
    assertThat(server.source("dialect", "r4").patient(OLTEANU, soon())).isPresent();
    assertThat(server.requests())
        .extracting(LoggedRequest::getUrl)
        .containsExactly("/metadata", "/Patient?family=Olteanu");
  }

  @Test
  void allThatIsWrongInTheSettingsIsToldAtOnceAndNoSecret() {
    assertThatThrownBy(
            () ->
                server.source(
                    "dialect",
                    "stu3",
                    "token",
                    "t0ken",
                    "username",
                    "u",
                    "max_pages",
                    "0",
                    "time_zone",
                    "Mars",
                    "regions",
                    "[1]"))
        .hasMessageContaining("dialect")
        .hasMessageContaining("token: not together")
        .hasMessageContaining("max_pages")
        .hasMessageContaining("time_zone")
        .hasMessageContaining("regions")
        .message()
        .doesNotContain("t0ken");
  }
}
