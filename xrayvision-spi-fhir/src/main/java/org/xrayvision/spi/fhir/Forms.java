/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PermanentBackendException;

/** Finds the text in the {@code presentedForm} of a DiagnosticReport. Safe for threads. */
final class Forms {
  private final FhirClient client;
  private final Regions regions;
  private final Meter meter;

  Forms(FhirClient client, Regions regions, Meter meter) {
    this.client = client;
    this.regions = regions;
    this.meter = meter;
  }

  /**
   * R4: the plain form, else the HTML one, else the conclusion; all forms of a report say the same.
   *
   * @return the text, empty if the report has none at all
   * @throws PermanentBackendException if it is there, but only as PDF or the like
   */
  String text(JsonNode report, String server, Deadline deadline) {
    List<JsonNode> plain = new ArrayList<>();
    List<JsonNode> html = new ArrayList<>();
    int skipped = 0;
    for (JsonNode form : report.path("presentedForm")) {
      switch (mediaType(form)) {
        case "", "text/plain", "text/markdown" -> plain.add(form);
        case "text/html", "application/xhtml+xml" -> html.add(form);
        default -> skipped++;
      }
    }
    meter.count("forms_skipped", skipped);
    plain.addAll(html);
    for (JsonNode form : plain) {
      String text = decoded(form, server, deadline);
      if (!text.isBlank()) {
        return text;
      }
    }
    String conclusion = report.path("conclusion").asText().strip();
    if (conclusion.isEmpty() && skipped > 0) {
      throw new PermanentBackendException(
          server
              + " has the report only as PDF or another form that is not read, and without a"
              + " conclusion; ask the server's owner for text/plain or text/html");
    }
    return conclusion;
  }

  private String decoded(JsonNode form, String server, Deadline deadline) {
    String data = form.path("data").asText();
    String url = form.path("url").asText();
    if (data.isEmpty() && !url.isEmpty()) {
      data =
          client
              .referred(url, deadline)
              .filter(resource -> FhirAnswer.isA(resource, "Binary"))
              .map(binary -> binary.path("data").asText())
              .orElse("");
    }
    String type = form.path("contentType").asText();
    Charset charset = FhirAnswer.charset(type).orElse(StandardCharsets.UTF_8);
    try {
      String text = new String(Base64.getMimeDecoder().decode(data), charset);
      text = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return isHtml(form) ? Html.plain(text) : text.strip();
    } catch (IllegalArgumentException e) {
      throw new PermanentBackendException(
          server + " has a presentedForm whose data is no base64 (does it speak hipocrate?)");
    }
  }

  /** A text and the region it is about, empty where the report does not say. */
  record Form(String region, String text) {}

  /**
   * Hipocrate: the form of the exam's type and region; its data is plain text.
   *
   * @return the form, or empty if there is none for this exam
   * @throws PermanentBackendException if several fit
   */
  Optional<Form> form(JsonNode report, String type, String region, String server) {
    Map<String, Form> named = new LinkedHashMap<>();
    Map<String, Form> silent = new LinkedHashMap<>();
    int skipped = 0;
    for (JsonNode entry : report.path("presentedForm")) {
      String text = plain(entry);
      String of = entry.path("region").asText().strip();
      String kind = entry.path("type").asText().strip();
      if (isPdf(text)) {
        skipped++;
      } else if (!text.isEmpty() && (kind.isEmpty() || kind.equalsIgnoreCase(type))) {
        if (of.isEmpty()) {
          silent.put(text, new Form("", text));
        } else if (region.isEmpty() || regions.same(region, of)) {
          named.put(text, new Form(of, text));
        }
      }
    }
    meter.count("forms_skipped", skipped);
    Map<String, Form> fitting = named.isEmpty() ? silent : named;
    if (fitting.size() > 1) {
      throw new PermanentBackendException(
          server + " has several different texts for this type and region; none was chosen");
    }
    if (fitting.isEmpty() && skipped > 0) {
      throw new PermanentBackendException(
          server + " has the report only as PDF, which is not read");
    }
    return fitting.values().stream().findFirst();
  }

  /** Labels are wrong often: it is HTML only if there is markup in it. */
  private static String plain(JsonNode form) {
    String text = form.path("data").asText();
    return isHtml(form) && Html.hasMarkup(text) ? Html.plain(text) : text.strip();
  }

  private static boolean isPdf(String text) {
    return text.startsWith("%PDF") || text.startsWith("JVBERi0");
  }

  private static boolean isHtml(JsonNode form) {
    String type = mediaType(form);
    return type.equals("text/html") || type.equals("application/xhtml+xml");
  }

  private static String mediaType(JsonNode form) {
    String type = form.path("contentType").asText();
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
