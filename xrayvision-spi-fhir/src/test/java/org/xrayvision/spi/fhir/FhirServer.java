/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PluginContext;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.Settings;

/** A FHIR server that answers what a test wants, on a free port, and sources that ask it. */
final class FhirServer implements BeforeEachCallback, AfterEachCallback {
  static final String CNP = "2510819332176";
  static final Patient OLTEANU =
      new Patient(CNP, null, "Olteanu Maria-Ștefania", LocalDate.of(1951, 8, 19), Sex.F);
  static final LocalDateTime TAKEN = LocalDateTime.of(2026, 3, 2, 10, 15, 30);
  static final String STUDY = "1.2.826.0.1.3680043.9.7";

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final List<FhirReportSource> sources = new ArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    sources.forEach(FhirReportSource::close);
    server.stop();
  }

  /** A source at this server; further settings as name, value, name, value. */
  FhirReportSource source(String... settings) {
    Map<String, String> texts = new HashMap<>();
    texts.put("url", server.baseUrl());
    texts.put("time_zone", "Europe/Bucharest");
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    FhirReportSourceFactory factory = new FhirReportSourceFactory();
    FhirReportSource source =
        (FhirReportSource)
            factory.create(Settings.of(factory.settings(), texts), new TestContext());
    sources.add(source);
    return source;
  }

  WireMockServer wireMock() {
    return server;
  }

  String url() {
    return server.baseUrl();
  }

  void at(String path, String json) {
    at(path, aResponse().withHeader("Content-Type", "application/fhir+json").withBody(json));
  }

  void at(String path, ResponseDefinitionBuilder response) {
    server.stubFor(get(urlPathEqualTo(path)).willReturn(response));
  }

  void always(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  List<LoggedRequest> requests() {
    List<LoggedRequest> requests = new ArrayList<>(server.findAll(anyRequestedFor(anyUrl())));
    requests.sort(java.util.Comparator.comparing(LoggedRequest::getLoggedDate));
    return requests;
  }

  static String bundle(String... resources) {
    List<String> entries = new ArrayList<>();
    for (String resource : resources) {
      entries.add("{\"resource\": " + resource + "}");
    }
    return "{\"resourceType\": \"Bundle\", \"type\": \"searchset\", \"entry\": ["
        + String.join(",", entries)
        + "]}";
  }

  static String patient(String id, String cnp, String family, String given, String birth) {
    String identifier =
        cnp.isEmpty()
            ? ""
            : "\"identifier\": [{\"system\": \"urn:cnp\", \"value\": \"" + cnp + "\"}],";
    return "{\"resourceType\": \"Patient\", \"id\": \""
        + id
        + "\", "
        + identifier
        + "\"name\": [{\"family\": \""
        + family
        + "\", \"given\": [\""
        + given
        + "\"]}], \"gender\": \"female\", \"birthDate\": \""
        + birth
        + "\"}";
  }

  static String olteanu(String id) {
    return patient(id, CNP, "OLTEANU", "Maria-Stefania", "1951-08-19");
  }

  static ReportQuery query() {
    return query(OLTEANU, "chest", null);
  }

  static ReportQuery query(Patient patient, String region, @Nullable String knownReportId) {
    return new ReportQuery(
        "1.2.3.4", STUDY, "", patient, region, "CR", TAKEN, knownReportId, soon());
  }

  static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1));
  }

  /** What an engine lends, without an engine. */
  private static final class TestContext implements PluginContext {
    private final HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

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
      return client;
    }

    @Override
    public Path scratchDirectory() {
      return Path.of("target");
    }
  }
}
