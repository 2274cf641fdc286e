/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.HttpBackends;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * Answers of a FHIR server and what they mean. Nothing of an answer is quoted: servers repeat what
 * they were asked. Stateless.
 */
final class FhirAnswer {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:+-]{1,40})", Pattern.CASE_INSENSITIVE);

  private FhirAnswer() {}

  /**
   * The resource in an answer. The content type is believed in its charset and in nothing else:
   * many servers label JSON as something else.
   */
  static JsonNode parse(HttpResponse<byte[]> response, String server) {
    byte[] body = response.body();
    String type = response.headers().firstValue("Content-Type").orElse("");
    Charset charset = charset(type).orElse(StandardCharsets.UTF_8);
    try {
      // Jackson tells UTF-8, 16 and 32 apart by itself.
      JsonNode node =
          charset.equals(StandardCharsets.UTF_8) && isUtf16(body)
              ? JSON.readTree(body)
              : JSON.readTree(new String(body, charset));
      if (node != null && node.path("resourceType").isTextual()) {
        return node;
      }
    } catch (IOException e) {
      // Its message may quote the answer: told below without it.
    }
    String shape = new String(body, 0, Math.min(body.length, 64), StandardCharsets.ISO_8859_1);
    String advice = shape.stripLeading().startsWith("<") ? " (HTML or XML: check the address)" : "";
    throw TransientBackendException.failure(
        server + " answered something that is no FHIR resource in JSON" + advice, null, null);
  }

  private static boolean isUtf16(byte[] body) {
    return body.length > 1 && (body[0] == 0 || body[1] == 0 || body[0] == -1 || body[0] == -2);
  }

  /** The charset that a content type names, if it is one. */
  static Optional<Charset> charset(String contentType) {
    Matcher matcher = CHARSET.matcher(contentType);
    try {
      return matcher.find() ? Optional.of(Charset.forName(matcher.group(1))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a server speaks FHIR even where it has found nothing. */
  static boolean isOutcome(HttpResponse<byte[]> response) {
    try {
      JsonNode node = JSON.readTree(response.body());
      return node != null && isA(node, "OperationOutcome");
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isA(JsonNode resource, String type) {
    return resource.path("resourceType").asText().equals(type);
  }

  /** The resources of a type in a Bundle, or the one that was answered without a Bundle. */
  static List<JsonNode> resources(JsonNode answer, String type, String server) {
    if (isA(answer, type)) {
      return List.of(answer);
    }
    if (isA(answer, "OperationOutcome")) {
      judge(answer, server);
      return List.of();
    }
    if (!isA(answer, "Bundle")) {
      throw TransientBackendException.failure(
          server + " answered another kind of resource than " + type, null, null);
    }
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode entry : answer.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (isA(resource, type)) {
        found.add(resource);
      } else if (isA(resource, "OperationOutcome")) {
        judge(resource, server);
      }
    }
    return found;
  }

  /** An OperationOutcome mostly says that there is nothing; some of them say more. */
  private static void judge(JsonNode outcome, String server) {
    for (JsonNode issue : outcome.path("issue")) {
      String code = issue.path("code").asText();
      switch (code) {
        case "login", "unknown", "expired", "forbidden", "suppressed", "security" ->
            throw TransientBackendException.outage(
                server + " refuses (" + code + "); check the credentials", (Throwable) null);
        case "throttled", "transient", "lock-error", "timeout", "no-store", "exception" ->
            throw TransientBackendException.failure(
                server + " could not answer (" + code + ")", null, null);
        case "multiple-matches" ->
            throw new PermanentBackendException(
                server + " says that more than one resource matches");
        default -> {}
      }
    }
  }

  /** What a status other than 2xx means. */
  static BackendException refusal(HttpResponse<byte[]> response, String server) {
    int status = response.statusCode();
    String message = server + " answered " + status + advice(status);
    return switch (status) {
      case 400, 413, 414, 422 -> new PermanentBackendException(message);
      case 401, 402, 403, 404, 405, 406, 410, 415, 429, 503 -> outage(message, response.headers());
      default ->
          status / 100 == 3
              ? outage(message, response.headers())
              : TransientBackendException.failure(message, null, null);
    };
  }

  private static TransientBackendException outage(String message, HttpHeaders headers) {
    return TransientBackendException.outage(
        message, HttpBackends.retryAfter(headers, Instant.now()));
  }

  private static String advice(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> " (it has moved; configure the new address)";
      case 401, 403 -> " (check username, password or token)";
      case 404, 405 -> " (check the address and the dialect)";
      case 406, 415 -> " (it does not speak application/fhir+json)";
      default -> "";
    };
  }
}
