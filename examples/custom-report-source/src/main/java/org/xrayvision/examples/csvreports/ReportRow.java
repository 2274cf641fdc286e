/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.csvreports;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.SourceReport;

/**
 * A row of the file, by the names of its columns. Immutable.
 *
 * @param issued when the report was issued, or null
 */
record ReportRow(Map<String, String> values, @Nullable Instant issued) {
  private static final Set<String> REQUIRED = Set.of("report_id", "text");
  private static final Set<String> KEYS = Set.of("study_uid", "accession_number");
  private static final Set<String> SIGNED = Set.of("", "final", "amended", "corrected");
  private static final String RETRACTED = "entered-in-error";

  /**
   * The rows below the row of names.
   *
   * @throws IllegalArgumentException with the line, and nothing of what stands in it
   */
  static List<ReportRow> read(List<Csv.Row> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("the row with the names of the columns is missing");
    }
    List<String> names = rows.get(0).values();
    if (!names.containsAll(REQUIRED) || KEYS.stream().noneMatch(names::contains)) {
      throw new IllegalArgumentException(
          "the first row must name the columns report_id, text, and study_uid or accession_number");
    }
    List<ReportRow> read = new ArrayList<>();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      read.add(row(names, row));
    }
    return List.copyOf(read);
  }

  private static ReportRow row(List<String> names, Csv.Row row) {
    if (row.values().size() != names.size()) {
      throw new IllegalArgumentException(
          "line %d has %d values instead of %d"
              .formatted(row.line(), row.values().size(), names.size()));
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), row.values().get(i));
    }
    if (values.getOrDefault("report_id", "").isBlank()) {
      throw new IllegalArgumentException("line " + row.line() + " has no report_id");
    }
    return new ReportRow(
        Map.copyOf(values), instant(values.getOrDefault("issued", ""), row.line()));
  }

  private static @Nullable Instant instant(String text, int line) {
    try {
      return text.isBlank() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "line " + line + ": issued must be like 2026-03-02T10:15:30+02:00", e);
    }
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }

  private @Nullable String valueOrNull(String name) {
    return value(name).isBlank() ? null : value(name);
  }

  String id() {
    return value("report_id");
  }

  /** Whether somebody has signed it, or taken it back since. */
  boolean counts() {
    return SIGNED.contains(value("status")) || isRetracted();
  }

  private boolean isRetracted() {
    return value("status").equals(RETRACTED);
  }

  /**
   * Whether it is the report of this exam: by the study's UID, which is nobody else's; where the
   * row has none, by accession number and patient id, for numbers are used again.
   */
  boolean answers(ReportQuery query) {
    String region = value("region");
    if (!region.isEmpty() && !query.region().isEmpty() && !region.equals(query.region())) {
      return false;
    }
    if (!value("study_uid").isEmpty()) {
      return value("study_uid").equals(query.studyUid());
    }
    return !query.accessionNumber().isEmpty()
        && query.accessionNumber().equals(value("accession_number"))
        && value("patient_id").equals(query.patient().patientId());
  }

  SourceReport report() {
    return new SourceReport(
        id(),
        valueOrNull("accession_number"),
        isRetracted() ? "" : value("text"),
        valueOrNull("radiologist"),
        valueOrNull("justification"),
        issued,
        version(),
        isRetracted());
  }

  /** Another one as soon as anything in the row is another. */
  private String version() {
    List<String> parts = new ArrayList<>();
    values.keySet().stream().sorted().forEach(name -> parts.add(name + "=" + value(name)));
    byte[] bytes = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString();
  }
}
