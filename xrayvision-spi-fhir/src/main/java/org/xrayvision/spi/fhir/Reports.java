/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.SourceReport;

/** What a DiagnosticReport says besides its text. Stateless. */
final class Reports {
  /** What its status means here. */
  enum Standing {
    /** There is nothing to take yet: registered, partial, preliminary. */
    PENDING,
    /** It is a radiologist's word: final, amended, corrected, appended. */
    VALID,
    /** It must not be used: cancelled, entered-in-error. */
    RETRACTED
  }

  private Reports() {}

  static Standing standing(JsonNode report) {
    return switch (status(report)) {
      case "final", "amended", "corrected", "appended" -> Standing.VALID;
      case "cancelled", "entered-in-error" -> Standing.RETRACTED;
      default -> Standing.PENDING;
    };
  }

  static String status(JsonNode report) {
    return report.path("status").asText().strip().toLowerCase(Locale.ROOT);
  }

  static SourceReport valid(
      JsonNode report,
      String id,
      @Nullable String requestId,
      String text,
      @Nullable String radiologist,
      @Nullable String justification) {
    return new SourceReport(
        id,
        requestId,
        text,
        radiologist,
        justification,
        issued(report),
        version(report, text),
        false);
  }

  static SourceReport retracted(JsonNode report, String id, @Nullable String requestId) {
    return new SourceReport(
        id, requestId, "", null, null, issued(report), version(report, ""), true);
  }

  /** A report that its server has deleted. */
  static SourceReport gone(String id) {
    return new SourceReport(id, null, "", null, null, null, "gone", true);
  }

  private static @Nullable Instant issued(JsonNode report) {
    for (String element : new String[] {"issued", "effectiveDateTime"}) {
      try {
        return OffsetDateTime.parse(report.path(element).asText()).toInstant();
      } catch (DateTimeException e) {
        // Without a zone it is no instant.
      }
    }
    return null;
  }

  private static String version(JsonNode report, String text) {
    JsonNode meta = report.path("meta");
    String version = meta.path("versionId").asText() + "/" + meta.path("lastUpdated").asText();
    return (version.equals("/") ? hash(text) : version) + "/" + status(report);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The first text that is not blank among elements of a resource's list, or null. */
  static @Nullable String first(JsonNode list, String... elements) {
    for (JsonNode item : list) {
      for (String element : elements) {
        String text = item.at(element).asText().strip();
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return null;
  }

  /** Why an exam was asked for, as a ServiceRequest or a report says it, or null. */
  static @Nullable String justification(JsonNode resource) {
    String[][] places = {
      {"supportingInfo", "/display"},
      {"reason", "/display", "/concept/text"},
      {"reasonCode", "/text", "/coding/0/display"},
      {"reasonReference", "/display"}
    };
    for (String[] place : places) {
      String[] elements = java.util.Arrays.copyOfRange(place, 1, place.length);
      String text = first(resource.path(place[0]), elements);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The id in a reference to a resource of a type, relative, absolute or of a version; or null. */
  static @Nullable String referred(JsonNode reference, String type) {
    String[] parts = reference.path("reference").asText().split("/", -1);
    for (int i = parts.length - 2; i >= 0; i--) {
      if (parts[i].equals(type)) {
        return parts[i + 1].isEmpty() ? null : parts[i + 1];
      }
    }
    return null;
  }
}
