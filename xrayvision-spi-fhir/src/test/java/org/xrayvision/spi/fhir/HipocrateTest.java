/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.spi.fhir.FhirServer.OLTEANU;
import static org.xrayvision.spi.fhir.FhirServer.bundle;
import static org.xrayvision.spi.fhir.FhirServer.olteanu;
import static org.xrayvision.spi.fhir.FhirServer.patient;
import static org.xrayvision.spi.fhir.FhirServer.query;
import static org.xrayvision.spi.fhir.FhirServer.soon;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;

/** The Hipocrate dialect, quirk by quirk. */
final class HipocrateTest {
  private static final String TEXT =
      "Fără leziuni pleuro-pulmonare active.\nCord în limite normale.";
  private static final String NOTHING =
      "{\"resourceType\": \"OperationOutcome\", \"issue\": [{\"severity\": \"information\","
          + " \"code\": \"not-found\"}]}";

  @RegisterExtension final FhirServer server = new FhirServer();

  private static String request(String id) {
    return "{\"resourceType\": \"ServiceRequest\", \"id\": \""
        + id
        + "\", \"subject\": {\"reference\": \"Patient/77\"},"
        + " \"supportingInfo\": [{\"display\": \"Tuse de trei săptămâni\"}]}";
  }

  private static String form(String type, String region, String data) {
    return "{\"contentType\": \"text/plain\", \"type\": \""
        + type
        + "\", \"region\": \""
        + region
        + "\", \"data\": \""
        + data.replace("\n", "\\n")
        + "\"}";
  }

  private static String report(String more, String... forms) {
    return "{\"resourceType\": \"DiagnosticReport\", \"id\": \"R-5\", "
        + more
        + "\"resultsInterpreter\": [{\"display\": \"Dr. Popescu Ana\"}], \"presentedForm\": ["
        + String.join(",", forms)
        + "]}";
  }

  private void allIsWell() {
    server.at("/fhir/Patient", olteanu("77"));
    server.at("/fhir/ServiceRequest", bundle(request("501")));
    server.at("/fhir/DiagnosticReport/501", report("", form("radio", "chest", TEXT)));
  }

  private void refused(String what) {
    assertThatThrownBy(() -> server.source().report(query()))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining(what)
        .message()
        .doesNotContain(FhirServer.CNP)
        .doesNotContainIgnoringCase("olteanu");
  }

  @Test
  void asksByTheDialectsOwnPathsWithBasic() {
    allIsWell();
    SourceReport report =
        server.source("username", "xrv", "password", "păss#1").report(query()).orElseThrow();
    assertThat(report.text()).isEqualTo(TEXT);
    assertThat(report.id()).isEqualTo("R-5");
    assertThat(report.requestId()).isEqualTo("501");
    assertThat(report.radiologist()).isEqualTo("Dr. Popescu Ana");
    assertThat(report.justification()).isEqualTo("Tuse de trei săptămâni");
    assertThat(report.retracted()).isFalse();
    assertThat(server.requests())
        .extracting(LoggedRequest::getUrl)
        .containsExactly(
            "/fhir/Patient?q=" + FhirServer.CNP,
            "/fhir/ServiceRequest?patient=77&dt=2026-03-02%2010%3A15%3A30&type=radio&region=chest",
            "/fhir/DiagnosticReport/501");
    assertThat(server.requests())
        .allMatch(
            r ->
                r.getHeader("Authorization")
                    .equals("Basic eHJ2OnDEg3NzIzE=")); // base64 of xrv:păss#1 in UTF-8
  }

  @Test
  void dataIsPlainTextEvenWhereItWouldBeBase64() {
    allIsWell();
    server.at("/fhir/DiagnosticReport/501", report("", form("radio", "chest", "Normal12")));
    assertThat(server.source().report(query()).orElseThrow().text()).isEqualTo("Normal12");
  }

  @Test
  void aPatientMayComeAloneOrInABundle() {
    allIsWell();
    server.at("/fhir/Patient", bundle(olteanu("77")));
    assertThat(server.source().report(query())).isPresent();
  }

  @Test
  void anOperationOutcomeIsNobody() {
    server.at("/fhir/Patient", NOTHING);
    assertThat(server.source().report(query())).isEmpty();
    assertThat(server.source().patient(OLTEANU, soon())).isEmpty();
    server.at("/fhir/Patient", aResponse().withStatus(404).withBody(NOTHING));
    assertThat(server.source().report(query())).isEmpty();
  }

  @Test
  void severalPatientsForOneIdAreRefused() {
    server.at("/fhir/Patient", bundle(olteanu("77"), olteanu("8")));
    refused("2 Patient resources");
  }

  @Test
  void thePatientTwiceInOneBundleIsOne() {
    allIsWell();
    server.at("/fhir/Patient", bundle(olteanu("77"), olteanu("77")));
    assertThat(server.source().report(query())).isPresent();
  }

  @Test
  void aPatientWithAnotherIdIsNotTaken() {
    server.at(
        "/fhir/Patient", bundle(patient("9", "2510819332177", "OLTEANU", "Maria", "1951-08-19")));
    assertThat(server.source().report(query())).isEmpty();
  }

  @Test
  void somebodyElseUnderTheIdIsRefused() {
    server.at("/fhir/Patient", patient("77", FhirServer.CNP, "IONESCU", "Dana", "1999-01-01"));
    refused("another person under this patient's id");
  }

  @Test
  void byNameOnlyWithBirthDateAndSexAgreeing() {
    Patient nameless = new Patient("uid:1.2", null, OLTEANU.name(), OLTEANU.birthDate(), Sex.F);
    server.at(
        "/fhir/Patient",
        bundle(
            patient("1", "", "Olteanu", "Maria Stefania", "1951-08-20"),
            patient("2", "", "Olteanu", "Ștefania-Maria", "1951-08-19")));
    Patient found = server.source().patient(nameless, soon()).orElseThrow();
    assertThat(found.hisId()).isEqualTo("2");
    assertThat(found.key()).isEqualTo("uid:1.2");
    assertThat(server.requests().get(0).getUrl())
        .isEqualTo("/fhir/Patient?q=Olteanu%20Maria-%C8%98tefania");
    Patient man = new Patient("uid:1.2", null, OLTEANU.name(), OLTEANU.birthDate(), Sex.M);
    assertThat(server.source().patient(man, soon())).isEmpty();
    Patient unborn = new Patient("uid:1.2", null, OLTEANU.name(), null, Sex.F);
    assertThat(server.source().patient(unborn, soon())).isEmpty();
  }

  @Test
  void twoWhoAgreeInNameBirthDateAndSexAreRefused() {
    Patient nameless = new Patient("uid:1.2", null, OLTEANU.name(), OLTEANU.birthDate(), Sex.F);
    server.at(
        "/fhir/Patient",
        bundle(
            patient("1", "", "Olteanu", "Maria Stefania", "1951-08-19"),
            patient("2", "", "Olteanu", "Maria Stefania", "1951-08-19")));
    assertThatThrownBy(() -> server.source().patient(nameless, soon()))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("name, birth date and sex");
  }

  @Test
  void whatTheServerKnowsEnrichesThePatient() {
    server.at("/fhir/Patient", olteanu("77"));
    Patient bare = new Patient(FhirServer.CNP, null, null, null, null);
    assertThat(server.source().patient(bare, soon()))
        .contains(
            new Patient(
                FhirServer.CNP, "77", "OLTEANU Maria-Stefania", LocalDate.of(1951, 8, 19), Sex.F));
  }

  @Test
  void severalRequestsAreRefused() {
    allIsWell();
    server.at("/fhir/ServiceRequest", bundle(request("501"), request("502")));
    refused("2 ServiceRequests");
  }

  @Test
  void theReportIsAskedForByTheRequestsIdAndNoOther() {
    allIsWell();
    server.at("/fhir/ServiceRequest", request("501"));
    SourceReport report = server.source().report(query()).orElseThrow();
    assertThat(report.id()).isNotEqualTo(report.requestId());
  }

  @Test
  void aReportThatIsNotThereIsNotThereYet() {
    allIsWell();
    server.at("/fhir/DiagnosticReport/501", aResponse().withStatus(404).withBody("nu exista"));
    assertThat(server.source().report(query())).isEmpty();
    server.at("/fhir/DiagnosticReport/501", NOTHING);
    assertThat(server.source().report(query())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registered", "partial", "preliminary"})
  void whatIsNotSignedIsNotTaken(String status) {
    allIsWell();
    server.at(
        "/fhir/DiagnosticReport/501",
        report("\"status\": \"" + status + "\", ", form("radio", "chest", TEXT)));
    assertThat(server.source().report(query())).isEmpty();
  }

  @Test
  void whatWasEnteredInErrorIsRetracted() {
    allIsWell();
    server.at(
        "/fhir/DiagnosticReport/501",
        report("\"status\": \"entered-in-error\", ", form("radio", "chest", TEXT)));
    SourceReport report = server.source().report(query()).orElseThrow();
    assertThat(report.retracted()).isTrue();
    assertThat(report.text()).isEmpty();
  }

  @Test
  void anotherTextIsAnotherVersion() {
    allIsWell();
    String before = server.source().report(query()).orElseThrow().version();
    assertThat(server.source().report(query()).orElseThrow().version()).isEqualTo(before);
    server.at("/fhir/DiagnosticReport/501", report("", form("radio", "chest", TEXT + " Adaos.")));
    assertThat(server.source().report(query()).orElseThrow().version()).isNotEqualTo(before);
  }

  @Test
  void ofSeveralFormsThatOfTheExamIsChosen() {
    allIsWell();
    server.at(
        "/fhir/DiagnosticReport/501",
        report(
            "",
            form("radio", "hand", "Fractură de radius."),
            form("eco", "chest", "Lichid pleural."),
            form("radio", "Torace", TEXT)));
    SourceReport report = server.source().report(query()).orElseThrow();
    assertThat(report.text()).isEqualTo(TEXT);
    assertThat(report.id()).as("each region is a reading of its own").isEqualTo("R-5#Torace");
    assertThat(server.source().report(query(OLTEANU, "hand", null)).orElseThrow().text())
        .isEqualTo("Fractură de radius.");
    assertThat(server.source().report(query(OLTEANU, "knee", null))).isEmpty();
  }

  @Test
  void severalFormsOfOneRegionAreRefused() {
    allIsWell();
    server.at(
        "/fhir/DiagnosticReport/501",
        report("", form("radio", "chest", "Una."), form("radio", "chest", "Alta.")));
    refused("several different texts");
    server.at(
        "/fhir/DiagnosticReport/501", report("", form("", "", "Una."), form("", "", "Alta.")));
    refused("several different texts");
  }

  @Test
  void contentTypesAreOftenWrong() {
    allIsWell();
    String body = report("", form("radio", "chest", TEXT).replace("text/plain", "text/html"));
    server.at(
        "/fhir/DiagnosticReport/501",
        aResponse().withHeader("Content-Type", "text/html; charset=utf-8").withBody(body));
    assertThat(server.source().report(query()).orElseThrow().text()).isEqualTo(TEXT);
  }

  @Test
  void theCharsetOfTheAnswerIsHonoured() {
    allIsWell();
    byte[] latin2 =
        report("", form("radio", "chest", "Opacităţi în lobul mediu."))
            .getBytes(Charset.forName("ISO-8859-2"));
    server.at(
        "/fhir/DiagnosticReport/501",
        aResponse()
            .withHeader("Content-Type", "application/json; charset=ISO-8859-2")
            .withBody(latin2));
    assertThat(server.source().report(query()).orElseThrow().text())
        .isEqualTo("Opacităţi în lobul mediu.");
  }

  @Test
  void markupInAFormBecomesPlain() {
    allIsWell();
    String html = "<p>Fractur&#259; &lt;5 mm&gt;</p><script>alert(1)</script><br>Control.";
    server.at(
        "/fhir/DiagnosticReport/501",
        report("", form("radio", "chest", html).replace("text/plain", "text/html")));
    assertThat(server.source().report(query()).orElseThrow().text())
        .isEqualTo("Fractură <5 mm>\n\nControl.");
  }

  @Test
  void aPdfIsSkippedAndSaidSo() {
    allIsWell();
    server.at(
        "/fhir/DiagnosticReport/501",
        report("", form("radio", "chest", "JVBERi0xLjQK"), form("radio", "chest", TEXT)));
    assertThat(server.source().report(query()).orElseThrow().text()).isEqualTo(TEXT);
    server.at("/fhir/DiagnosticReport/501", report("", form("radio", "chest", "JVBERi0xLjQK")));
    refused("only as PDF");
  }

  @Test
  void aSiteCanTeachItsOwnWordsForRegions() {
    allIsWell();
    server.at("/fhir/DiagnosticReport/501", report("", form("radio", "CT-RX", TEXT)));
    assertThat(
            server
                .source("regions", "{\"chest\": [\"CT-RX\"]}")
                .report(query())
                .orElseThrow()
                .text())
        .isEqualTo(TEXT);
    assertThat(server.requests().get(1).getUrl()).endsWith("region=CT-RX");
  }

  @Test
  void aHostileIdStaysOneSegmentOfThePath() {
    allIsWell();
    server.at("/fhir/ServiceRequest", bundle(request("../../admin?x=1")));
    assertThat(server.source().report(query())).isEmpty();
    assertThat(server.requests().get(2).getUrl())
        .isEqualTo("/fhir/DiagnosticReport/..%2F..%2Fadmin%3Fx%3D1");
  }

  @Test
  void aLoginPageIsNoAnswerAndNotQuoted() {
    byte[] page = "<html>Autentificare Olteanu</html>".getBytes(StandardCharsets.UTF_8);
    server.always(aResponse().withHeader("Content-Type", "text/html").withBody(page));
    assertThatThrownBy(() -> server.source().report(query()))
        .isInstanceOf(TransientBackendException.class)
        .hasMessageContaining("no FHIR resource")
        .message()
        .doesNotContain("Olteanu");
    assertThatThrownBy(() -> server.source().checkHealth(soon()))
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isTrue());
  }

  @Test
  void healthIsItsMetadata() {
    server.at("/fhir/Metadata", "{\"resourceType\": \"CapabilityStatement\"}");
    server.source().checkHealth(soon());
    assertThat(server.requests().get(0).getUrl()).isEqualTo("/fhir/Metadata");
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.always(
        aResponse().withStatus(302).withHeader("Location", "http://192.0.2.1/fhir/Patient"));
    assertThatThrownBy(() -> server.source().report(query()))
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isTrue())
        .hasMessageContaining("it has moved");
  }
}
