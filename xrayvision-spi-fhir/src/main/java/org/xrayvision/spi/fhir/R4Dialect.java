/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;

/** FHIR R4 (4.0.1) as the server's own metadata says that it can be searched. Safe for threads. */
final class R4Dialect implements Dialect {
  private static final Duration CAPABILITIES_LAST = Duration.ofMinutes(10);

  private record Known(Capabilities capabilities, Instant read) {}

  private final FhirOptions options;
  private final FhirClient client;
  private final Clock clock;
  private final R4Requests requests;
  private final R4Reports reports;
  private volatile @Nullable Known known;

  R4Dialect(FhirOptions options, FhirClient client, Forms forms, Clock clock) {
    this.options = options;
    this.client = client;
    this.clock = clock;
    this.requests = new R4Requests(options, client);
    this.reports = new R4Reports(options, client, forms);
  }

  @Override
  public void checkHealth(Deadline deadline) {
    read(deadline);
  }

  private Capabilities read(Deadline deadline) {
    JsonNode answer = client.read(Query.of("/metadata"), false, deadline).resource();
    List<JsonNode> statements =
        answer == null
            ? List.of()
            : FhirAnswer.resources(answer, "CapabilityStatement", options.displayName());
    if (statements.isEmpty()) {
      throw TransientBackendException.outage(
          options.displayName() + " has no metadata; check the address", (Throwable) null);
    }
    Capabilities read = Capabilities.of(statements.get(0), options.displayName());
    known = new Known(read, clock.instant());
    return read;
  }

  private Capabilities capabilities(Deadline deadline) {
    Known last = known;
    boolean usable = last != null && last.read().plus(CAPABILITIES_LAST).isAfter(clock.instant());
    return usable ? last.capabilities() : read(deadline);
  }

  @Override
  public Optional<Person> person(Patient patient, Deadline deadline) {
    Capabilities able = capabilities(deadline);
    var asked = options.identifier(patient.patientId());
    if (asked.isPresent() && able.has("Patient", "identifier")) {
      Query query = Query.of("/Patient").and("identifier", asked.get().token());
      Optional<Person> person =
          Persons.byIdentifier(
              client.search("Patient", query, deadline),
              asked.get(),
              patient,
              options.displayName());
      if (person.isPresent()) {
        return person;
      }
    }
    Query query = byName(patient, able);
    return query == null
        ? Optional.empty()
        : Persons.byName(
            client.search("Patient", query, deadline), asked, patient, options.displayName());
  }

  /** Null where nobody could be told by what is known. */
  private static @Nullable Query byName(Patient patient, Capabilities able) {
    String name = patient.name() == null ? "" : patient.name().strip();
    boolean searchable = able.has("Patient", "family") || able.has("Patient", "name");
    if (name.isEmpty() || !searchable || patient.birthDate() == null || patient.sex() == null) {
      return null;
    }
    // With carets family and given name are told apart; without, the first word is the family's.
    String[] parts = name.split(name.contains("^") ? "\\^" : "\\s+", -1);
    Query query =
        Query.of("/Patient").and(able.has("Patient", "family") ? "family" : "name", parts[0]);
    if (name.contains("^") && parts.length > 1 && !parts[1].isBlank()) {
      if (able.has("Patient", "given")) {
        query.and("given", parts[1].strip());
      }
    }
    return able.has("Patient", "birthdate")
        ? query.and("birthdate", patient.birthDate().toString())
        : query;
  }

  @Override
  public Optional<SourceReport> report(ReportQuery query) {
    Capabilities able = capabilities(query.deadline());
    Optional<Person> person = person(query.patient(), query.deadline());
    R4Order order = requests.find(query, person.map(Person::id).orElse(null), able);
    return order.patientId() == null ? Optional.empty() : reports.find(query, order, able);
  }
}
