/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;

/**
 * What a Patient resource says. Immutable.
 *
 * @param id of the resource
 * @param identifiers {@code system|value} of each, and each value alone
 * @param words of all names, folded
 * @param replaced whether another Patient has replaced this one
 */
record Person(
    String id,
    Set<String> identifiers,
    Set<String> words,
    @Nullable String name,
    @Nullable LocalDate birthDate,
    @Nullable Sex sex,
    boolean replaced) {

  static Person of(JsonNode patient) {
    Set<String> identifiers = new HashSet<>();
    for (JsonNode identifier : patient.path("identifier")) {
      String value = folded(identifier.path("value").asText());
      if (!value.isEmpty()) {
        identifiers.add(value);
        identifiers.add(folded(identifier.path("system").asText()) + "|" + value);
      }
    }
    Set<String> words = new HashSet<>();
    patient.path("name").forEach(name -> words.addAll(Words.of(text(name))));
    boolean replaced = false;
    for (JsonNode link : patient.path("link")) {
      replaced |= link.path("type").asText().equals("replaced-by");
    }
    String name = text(patient.path("name").path(0)).strip();
    return new Person(
        patient.path("id").asText(),
        Set.copyOf(identifiers),
        Set.copyOf(words),
        name.isEmpty() ? null : name,
        date(patient.path("birthDate").asText()),
        sex(patient.path("gender").asText()),
        replaced);
  }

  /** Family name first; the text of a name only where it has no parts. */
  private static String text(JsonNode name) {
    StringBuilder text = new StringBuilder(name.path("family").asText());
    name.path("given").forEach(given -> text.append(' ').append(given.asText()));
    return text.toString().isBlank() ? name.path("text").asText() : text.toString();
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return text.length() < 10 ? null : LocalDate.parse(text.substring(0, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Sex sex(String gender) {
    return switch (gender.toLowerCase(Locale.ROOT)) {
      case "male", "m" -> Sex.M;
      case "female", "f" -> Sex.F;
      case "other", "o" -> Sex.O;
      default -> null;
    };
  }

  static String folded(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether one of its identifiers is this one; a Patient that shows none may have it. */
  boolean mayHave(FhirOptions.Identifier asked) {
    return identifiers.isEmpty() || identifiers.contains(folded(asked.token()));
  }

  /** Whether it has an identifier of this kind, and another one. */
  boolean hasOther(FhirOptions.Identifier asked) {
    String value = folded(asked.value());
    boolean bySystem =
        !asked.system().isEmpty()
            && identifiers.stream().anyMatch(i -> i.startsWith(folded(asked.system()) + "|"));
    boolean byShape =
        value.matches("[0-9]{13}") && identifiers.stream().anyMatch(i -> i.matches("[0-9]{13}"));
    return (bySystem || byShape) && !identifiers.contains(folded(asked.token()));
  }

  /** Whether birth date and name both say that this is somebody else. */
  boolean contradicts(Patient known) {
    boolean otherBirth = birthDate != null && differs(known.birthDate(), birthDate);
    boolean otherSex = sex != null && differs(known.sex(), sex);
    boolean named = known.name() != null && !words.isEmpty();
    boolean otherName = named && !sharesName(known.name() + "");
    // Without an identifier to hold on to, one contradiction is enough.
    return identifiers.isEmpty()
        ? otherBirth || otherSex || otherName
        : (otherBirth || otherSex) && otherName;
  }

  private static boolean differs(@Nullable Object known, Object said) {
    return known != null && !known.equals(said);
  }

  private boolean sharesName(String name) {
    return Words.of(name).stream().anyMatch(words::contains);
  }

  /** Whether name, birth date and sex are all known on both sides and agree. */
  boolean agrees(Patient known) {
    return known.birthDate() != null
        && known.sex() != null
        && known.birthDate().equals(birthDate)
        && known.sex() == sex
        && known.name() != null
        && agrees(Words.of(known.name()));
  }

  /** The shorter form of a name, of two words at least, stands in the longer one. */
  private boolean agrees(Set<String> known) {
    Set<String> shorter = known.size() <= words.size() ? known : words;
    Set<String> longer = known.size() <= words.size() ? words : known;
    return shorter.size() >= 2 && longer.containsAll(shorter);
  }

  /** The same patient with what the server says; the exam's words stay where it says nothing. */
  Patient enriched(Patient known) {
    return new Patient(
        known.key(),
        id,
        name == null ? known.name() : name,
        birthDate == null ? known.birthDate() : birthDate,
        sex == null ? known.sex() : sex);
  }
}
