/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;

/** What the factory understands. Stateless. */
final class FhirSettings {
  private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<SettingSpec> SCHEMA =
      List.of(
          SettingSpec.required(
              "url",
              SettingType.URL,
              "The server: hipocrate what stands before /fhir/Patient, r4 the base address."),
          SettingSpec.of("dialect", SettingType.TEXT, "hipocrate", "hipocrate or r4."),
          SettingSpec.optional("username", SettingType.TEXT, "For HTTP Basic."),
          SettingSpec.optional("password", SettingType.TEXT, "For HTTP Basic.").asSecret(),
          SettingSpec.optional("token", SettingType.TEXT, "Sent as bearer token.").asSecret(),
          SettingSpec.of(
              "patient_identifier_system",
              SettingType.TEXT,
              "",
              "r4: the system of PatientIDs without a namespace; empty for any."),
          SettingSpec.of(
              "accession_system",
              SettingType.TEXT,
              "",
              "r4: the system of accession numbers; empty for any."),
          SettingSpec.of(
              "namespaces",
              SettingType.TEXT,
              "{}",
              "A JSON object: namespace of PatientIDs to identifier system."),
          SettingSpec.of(
              "regions",
              SettingType.TEXT,
              "{}",
              "A JSON object: region to a list of the server's words or codes for it."),
          SettingSpec.of(
              "window_hours",
              SettingType.DECIMAL,
              "24",
              "How far a request or study may lie from the exam, in hours."),
          SettingSpec.of(
              "report_days",
              SettingType.DECIMAL,
              "30",
              "r4: how long after the exam a report may be issued, in days."),
          SettingSpec.optional(
              "time_zone", SettingType.TEXT, "The site's zone, such as Europe/Bucharest."),
          SettingSpec.of("max_pages", SettingType.INTEGER, "10", "r4: pages of one search."));

  private FhirSettings() {}

  /**
   * The options.
   *
   * @throws IllegalArgumentException with all that is wrong, one line each
   */
  static FhirOptions options(Settings settings, ZoneId clockZone) {
    List<String> errors = new ArrayList<>();
    URI base = base(settings.url("url").orElseThrow(), errors);
    String authorization = authorization(settings, errors);
    String dialect = text(settings, "dialect").toLowerCase(java.util.Locale.ROOT);
    check(dialect.equals("hipocrate") || dialect.equals("r4"), "dialect: hipocrate or r4", errors);
    Map<String, String> namespaces = new TreeMap<>();
    lists(settings, "namespaces", errors).forEach((k, v) -> namespaces.put(k, v.get(0)));
    Regions regions = new Regions(lists(settings, "regions", errors));
    ZoneId zone = zone(text(settings, "time_zone"), clockZone, errors);
    Duration window = time(settings, "window_hours", 24 * 14, Duration.ofHours(1), errors);
    Duration reportTime = time(settings, "report_days", 366, Duration.ofDays(1), errors);
    long pages = settings.integer("max_pages").orElseThrow();
    check(pages >= 1 && pages <= 100, "max_pages: 1 to 100", errors);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", errors));
    }
    return new FhirOptions(
        base,
        dialect.equals("r4"),
        authorization,
        text(settings, "patient_identifier_system"),
        text(settings, "accession_system"),
        Map.copyOf(namespaces),
        regions,
        window,
        reportTime,
        zone,
        (int) pages,
        MAX_ANSWER_BYTES);
  }

  private static URI base(URI url, List<String> errors) {
    check(
        url.getRawUserInfo() == null,
        "url: must not hold credentials; set username and password",
        errors);
    check(
        url.getRawQuery() == null && url.getRawFragment() == null,
        "url: must not hold a query",
        errors);
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  private static @Nullable String authorization(Settings settings, List<String> errors) {
    String username = text(settings, "username");
    String password = text(settings, "password");
    String token = text(settings, "token");
    check(token.isEmpty() || username.isEmpty(), "token: not together with username", errors);
    check(password.isEmpty() || !username.isEmpty(), "password: needs a username", errors);
    check(!username.contains(":"), "username: must not contain a colon", errors);
    check(token.chars().allMatch(c -> c > ' ' && c < 0x7f), "token: printable ASCII", errors);
    if (!token.isEmpty()) {
      return "Bearer " + token;
    }
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return username.isEmpty() ? null : "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static ZoneId zone(String text, ZoneId otherwise, List<String> errors) {
    try {
      return text.isEmpty() ? otherwise : ZoneId.of(text);
    } catch (DateTimeException e) {
      errors.add("time_zone: a zone such as Europe/Bucharest, not '" + text + "'");
      return otherwise;
    }
  }

  private static Duration time(
      Settings settings, String name, int most, Duration unit, List<String> errors) {
    double number = settings.decimal(name).orElseThrow();
    check(number > 0 && number <= most, name + ": above 0, at most " + most, errors);
    return Duration.ofSeconds((long) (Math.max(0, Math.min(number, most)) * unit.toSeconds()));
  }

  /** A JSON object whose values are texts or lists of texts. */
  private static Map<String, List<String>> lists(
      Settings settings, String name, List<String> errors) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    String text = text(settings, name);
    try {
      JsonNode object = JSON.readTree(text.isEmpty() ? "{}" : text);
      check(object.isObject(), name + ": must be a JSON object", errors);
      object
          .properties()
          .forEach(
              member -> {
                List<String> texts = new ArrayList<>();
                JsonNode value = member.getValue();
                (value.isArray() ? value : List.of(value)).forEach(v -> texts.add(v.asText()));
                boolean usable = !texts.isEmpty() && texts.stream().noneMatch(String::isBlank);
                check(usable, name + ": " + member.getKey() + " must be a text or a list", errors);
                if (usable) {
                  lists.put(member.getKey(), List.copyOf(texts));
                }
              });
    } catch (JsonProcessingException e) {
      errors.add(name + ": must be a JSON object");
    }
    return lists;
  }

  private static String text(Settings settings, String name) {
    return settings.text(name).orElse("").strip();
  }

  private static void check(boolean ok, String error, List<String> errors) {
    if (!ok) {
      errors.add(error);
    }
  }
}
