/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fhir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PatientDirectory;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.fhir.FhirReportSourceFactory;

/** The dialect r4 against HAPI's JPA server 8.8.0, its own search and its own paging. */
@Timeout(180)
final class HapiIT {
  private static final LocalDateTime TAKEN = LocalDateTime.of(2026, 3, 2, 10, 15, 30);
  private static final LocalDate BORN = LocalDate.of(1951, 8, 19);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static HapiServer server;
  private static ReportSource source;

  @BeforeAll
  static void start() throws Exception {
    server = new HapiServer();
    FhirReportSourceFactory factory = new FhirReportSourceFactory();
    source =
        factory.create(
            Settings.of(
                factory.settings(),
                Map.of(
                    "url",
                    server.base(),
                    "dialect",
                    "r4",
                    "time_zone",
                    "Europe/Bucharest",
                    "patient_identifier_system",
                    "urn:cnp")),
            new Lent());
  }

  @AfterAll
  static void stop() {
    source.close();
    server.close();
  }

  private static void send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.base() + "/" + path))
            .header("Content-Type", "application/fhir+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Members in single quotes; strings hold none. */
  private static void put(String type, String id, String members) {
    String body = "{'resourceType': '" + type + "', 'id': '" + id + "', " + members + "}";
    send("PUT", type + "/" + id, body.replace('\'', '"'));
  }

  private static void patient(String id, String cnp, String family) {
    String identifier =
        cnp.isEmpty() ? "" : "'identifier': [{'system': 'urn:cnp', 'value': '" + cnp + "'}], ";
    put(
        "Patient",
        id,
        identifier
            + "'name': [{'family': '"
            + family
            + "', 'given': ['Maria']}], 'gender': 'female', 'birthDate': '1951-08-19'");
  }

  private static String subject(String patient) {
    return "'subject': {'reference': 'Patient/" + patient + "'}, ";
  }

  private static void request(String id, String patient, String members) {
    put(
        "ServiceRequest",
        id,
        subject(patient) + "'status': 'active', 'intent': 'order', " + members);
  }

  private static void study(String id, String patient, String uid, String members) {
    put(
        "ImagingStudy",
        id,
        subject(patient)
            + members
            + "'status': 'available', 'identifier': [{'system': 'urn:dicom:uid',"
            + " 'value': 'urn:oid:"
            + uid
            + "'}]");
  }

  private static void report(String id, String patient, String status, String members) {
    put(
        "DiagnosticReport",
        id,
        subject(patient)
            + "'status': '"
            + status
            + "', 'issued': '2026-03-02T14:00:00+02:00', "
            + members
            + (members.contains("'code'") ? "" : ", 'code': {'text': 'Radiografie'}"));
  }

  private static String form(String type, byte[] data) {
    return "{'contentType': '"
        + type
        + "', 'data': '"
        + Base64.getEncoder().encodeToString(data)
        + "'}";
  }

  private static String plain(String text) {
    return "'presentedForm': [" + form("text/plain", text.getBytes(StandardCharsets.UTF_8)) + "]";
  }

  private static String basedOn(String request) {
    return "'basedOn': [{'reference': 'ServiceRequest/" + request + "'}], ";
  }

  private static Patient exam(String key, String family) {
    return new Patient(key, null, family + " Maria", BORN, Sex.F);
  }

  private static Optional<SourceReport> ask(
      String cnp, String family, String uid, String accession, String known) {
    return source.report(
        new ReportQuery(
            "1.2.3.4",
            uid,
            accession,
            exam(cnp, family),
            "chest",
            "DX",
            TAKEN,
            known,
            Deadline.in(Duration.ofSeconds(30))));
  }

  @Test
  void byTheStudysUidAndWhatItIsBasedOn() {
    patient("a", "1001", "Alexe");
    put("Practitioner", "a", "'name': [{'family': 'Popescu', 'given': ['Ana']}]");
    request("a", "a", "'reasonCode': [{'text': 'Tuse'}]");
    study("a", "a", "1.2.1", basedOn("a"));
    String interpreter = "'resultsInterpreter': [{'reference': 'Practitioner/a'}], ";
    report("a", "a", "final", basedOn("a") + interpreter + plain("Fără leziuni."));
    SourceReport first = ask("1001", "Alexe", "1.2.1", "", null).orElseThrow();
    assertThat(first.text()).isEqualTo("Fără leziuni.");
    assertThat(first.id()).isEqualTo("a");
    assertThat(first.requestId()).isEqualTo("a");
    assertThat(first.radiologist()).isEqualTo("Popescu Ana");
    assertThat(first.justification()).isEqualTo("Tuse");
    assertThat(first.issued()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(ask("1001", "Alexe", "1.2.1", "", "a").orElseThrow()).isEqualTo(first);

    report("a", "a", "amended", basedOn("a") + interpreter + plain("Nodul apical drept."));
    SourceReport amended = ask("1001", "Alexe", "1.2.1", "", "a").orElseThrow();
    assertThat(amended.text()).isEqualTo("Nodul apical drept.");
    assertThat(amended.version()).isNotEqualTo(first.version());

    report("a", "a", "entered-in-error", basedOn("a") + plain("Nodul apical drept."));
    SourceReport retracted = ask("1001", "Alexe", "1.2.1", "", "a").orElseThrow();
    assertThat(retracted.retracted()).isTrue();
    assertThat(retracted.text()).isEmpty();

    send("DELETE", "DiagnosticReport/a", "");
    assertThat(ask("1001", "Alexe", "1.2.1", "", "a").orElseThrow().retracted()).isTrue();
    assertThat(ask("1001", "Alexe", "1.2.1", "", null)).isEmpty();
  }

  @Test
  void whatIsNotSignedIsNotTaken() {
    patient("b", "1002", "Barbu");
    request("b", "b", "'identifier': [{'value': 'ACC-2'}]");
    report("b", "b", "preliminary", basedOn("b") + plain("Provizoriu."));
    assertThat(ask("1002", "Barbu", "", "ACC-2", null)).isEmpty();
    report("b", "b", "final", basedOn("b") + plain("Definitiv."));
    assertThat(ask("1002", "Barbu", "", "ACC-2", null).orElseThrow().text())
        .isEqualTo("Definitiv.");
  }

  @Test
  void anAccessionNumberOfAnotherPatientSaysNothing() {
    patient("c1", "1003", "Cozma");
    patient("c2", "1033", "Cernat");
    request("c2", "c2", "'identifier': [{'value': 'ACC-3'}]");
    report("c2", "c2", "final", basedOn("c2") + plain("Al altcuiva."));
    assertThat(ask("1003", "Cozma", "", "ACC-3", null)).isEmpty();
  }

  @Test
  void aStudyUnderAnotherPatientIsRefused() {
    patient("d1", "1004", "Dinu");
    patient("d2", "1044", "Dobre");
    study("d2", "d2", "1.2.4", "");
    assertThatThrownBy(() -> ask("1004", "Dinu", "1.2.4", "", null))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("under another patient");
  }

  @Test
  void byPatientTimeAndBodySite() {
    patient("e", "1005", "Enache");
    String when = "'occurrenceDateTime': '2026-03-02T10:00:00+02:00', ";
    request("e1", "e", when + "'bodySite': [{'coding': [{'code': '72696002'}]}]");
    request("e2", "e", when + "'bodySite': [{'coding': [{'code': '51185008'}]}]");
    request("e3", "e", "'occurrenceDateTime': '2026-01-05', 'code': {'text': 'Rx torace'}");
    report("e1", "e", "final", basedOn("e1") + plain("Genunchi."));
    report("e2", "e", "final", basedOn("e2") + plain("Torace."));
    assertThat(ask("1005", "Enache", "1.2.5", "", null).orElseThrow().text()).isEqualTo("Torace.");
    request("e4", "e", when + "'code': {'text': 'Radiografie torace'}");
    assertThatThrownBy(() -> ask("1005", "Enache", "1.2.5", "", null))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("2 ServiceRequest resources")
        .message()
        .doesNotContain("1005")
        .doesNotContain("Enache");
  }

  @Test
  void overSeveralPagesByTheStudyThatAReportNames() {
    patient("f", "1006", "Florea");
    study("f", "f", "1.2.6", "");
    study("f-other", "f", "1.2.66", "");
    for (int i = 0; i < 35; i++) {
      String other = "'imagingStudy': [{'reference': 'ImagingStudy/f-other'}], ";
      report("f-other" + i, "f", "final", other + plain("Alt examen " + i));
    }
    String ours = "'imagingStudy': [{'reference': 'ImagingStudy/f'}], ";
    report("f", "f", "corrected", ours + plain("Al examenului."));
    assertThat(ask("1006", "Florea", "1.2.6", "", null).orElseThrow().text())
        .isEqualTo("Al examenului.");
  }

  @Test
  void severalReportsOnOneExamAreRefused() {
    patient("g", "1007", "Georgescu");
    request("g", "g", "'identifier': [{'value': 'ACC-7'}]");
    report("g1", "g", "final", basedOn("g") + plain("Una."));
    report("g2", "g", "final", basedOn("g") + plain("Alta."));
    assertThatThrownBy(() -> ask("1007", "Georgescu", "", "ACC-7", null))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("2 DiagnosticReports");
  }

  @Test
  void pdfIsSkippedHtmlIsMadePlainAndTheConclusionIsTheLastResort() {
    patient("h", "1008", "Hodor");
    request("h", "h", "'identifier': [{'value': 'ACC-8'}]");
    String pdf = form("application/pdf", "%PDF-1.4".getBytes(StandardCharsets.UTF_8));
    report("h", "h", "final", basedOn("h") + "'presentedForm': [" + pdf + "]");
    assertThatThrownBy(() -> ask("1008", "Hodor", "", "ACC-8", null))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("only as PDF");
    report(
        "h",
        "h",
        "final",
        basedOn("h") + "'presentedForm': [" + pdf + "], 'conclusion': 'Cord mărit.'");
    assertThat(ask("1008", "Hodor", "", "ACC-8", null).orElseThrow().text())
        .isEqualTo("Cord mărit.");
    byte[] html =
        "<html><script>x()</script><p>Opacităţi</p><p>bazale&nbsp;drepte</p></html>"
            .getBytes(Charset.forName("ISO-8859-2"));
    report(
        "h",
        "h",
        "appended",
        basedOn("h")
            + "'presentedForm': ["
            + pdf
            + ","
            + form("text/html; charset=ISO-8859-2", html)
            + "]");
    assertThat(ask("1008", "Hodor", "", "ACC-8", null).orElseThrow().text())
        .isEqualTo("Opacităţi\n\nbazale drepte");
  }

  @Test
  void twoPatientsOfOneNameAreToldApartByTheirIdOrNotAtAll() {
    PatientDirectory directory = (PatientDirectory) source;
    patient("i1", "1009", "Ionescu");
    patient("i2", "1099", "Ionescu");
    Deadline soon = Deadline.in(Duration.ofSeconds(30));
    assertThat(directory.patient(exam("1099", "Ionescu"), soon).orElseThrow().hisId())
        .isEqualTo("i2");
    assertThatThrownBy(() -> directory.patient(exam("uid:1.2", "Ionescu"), soon))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("name, birth date and sex");
    assertThat(directory.patient(exam("1111", "Ionescu"), soon))
        .as("another id of the same system is another person")
        .isEmpty();
  }

  @Test
  void itsMetadataIsItsHealth() {
    ((HealthProbe) source).checkHealth(Deadline.in(Duration.ofSeconds(30)));
  }

  /** What an engine lends, without an engine. */
  private static final class Lent implements PluginContext {
    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public System.Logger logger() {
      return System.getLogger("fhir");
    }

    @Override
    public Meter meter() {
      return new Meter() {
        @Override
        public void count(String name, long times) {}

        @Override
        public void time(String name, Duration duration) {}
      };
    }

    @Override
    public HttpClient httpClient() {
      return HTTP;
    }

    @Override
    public Path scratchDirectory() {
      return Path.of("target");
    }
  }
}
