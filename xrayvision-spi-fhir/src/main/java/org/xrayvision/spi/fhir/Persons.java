/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.PermanentBackendException;

/** Chooses the one patient out of what a server found, or refuses. Stateless. */
final class Persons {
  private Persons() {}

  /**
   * The patient who has an identifier.
   *
   * @throws PermanentBackendException if several have it, or if who has it is somebody else
   */
  static Optional<Person> byIdentifier(
      List<JsonNode> found, FhirOptions.Identifier asked, Patient known, String server) {
    Optional<Person> person = only(found, p -> p.mayHave(asked), server, "have this patient's id");
    if (person.filter(p -> p.contradicts(known)).isPresent()) {
      throw new PermanentBackendException(
          server
              + " has another person under this patient's id: name and birth date or sex differ"
              + " from the exam's; correct the one that is wrong");
    }
    return person;
  }

  /**
   * The patient of a name, if birth date and sex agree too and no identifier contradicts.
   *
   * @throws PermanentBackendException if several do
   */
  static Optional<Person> byName(
      List<JsonNode> found, Optional<FhirOptions.Identifier> asked, Patient known, String server) {
    return only(
        found,
        p -> p.agrees(known) && asked.filter(p::hasOther).isEmpty(),
        server,
        "have this patient's name, birth date and sex");
  }

  private static Optional<Person> only(
      List<JsonNode> found, Predicate<Person> fits, String server, String what) {
    Map<String, Person> fitting = new LinkedHashMap<>();
    for (JsonNode resource : found) {
      Person person = Person.of(resource);
      if (!person.id().isEmpty() && !person.replaced() && fits.test(person)) {
        fitting.put(person.id(), person);
      }
    }
    if (fitting.size() > 1) {
      throw new PermanentBackendException(
          server + ": " + fitting.size() + " Patient resources " + what + "; none was chosen");
    }
    return fitting.values().stream().findFirst();
  }
}
