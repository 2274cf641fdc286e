/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.HttpBackends;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.TransientBackendException;

/**
 * An answer with another status than 2xx, and what it means. Its message is quoted, bounded, and
 * not where it repeats what was asked.
 */
final class Refusal {
  private static final int MAX_MESSAGE = 200;
  private static final int MAX_RAW = 4_000;
  private static final int ECHO = 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String endpoint;
  private final int status;
  private final String body;

  Refusal(String endpoint, int status, String body, @Nullable String apiKey) {
    this.endpoint = endpoint;
    this.status = status;
    this.body = apiKey == null ? body : body.replace(apiKey, "***");
  }

  /** What an answer to a question means. */
  BackendException toException(HttpHeaders headers, Prompt prompt) {
    // Who refuses a key likes to repeat a part of it.
    String said = status == 401 || status == 403 ? "" : quoted(prompt);
    String message = endpoint + " answered " + status + advice() + said;
    return switch (status) {
      case 400, 413, 414, 415, 422 -> new PermanentBackendException(message, raw(said), null);
      case 401, 402, 403, 404, 405, 410, 429, 503 -> toOutage(message, headers);
      default -> {
        if (status / 100 == 3) {
          yield toOutage(message, headers);
        }
        yield TransientBackendException.failure(message, raw(said), null);
      }
    };
  }

  /** The endpoint is to blame, whatever it was asked. */
  TransientBackendException toOutage(String what, HttpHeaders headers) {
    String message =
        what.startsWith(endpoint)
            ? what
            : endpoint + " answered " + status + " to " + what + advice();
    return TransientBackendException.outage(
        message, HttpBackends.retryAfter(headers, Instant.now()));
  }

  private String advice() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> " (it has moved; configure the new address)";
      case 401, 403 -> " (check the API key)";
      case 404 -> " (check the address and the model's name)";
      default -> "";
    };
  }

  /** The server's own words, or nothing where they hold the question. */
  private String quoted(Prompt prompt) {
    String message = message().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (message.isEmpty() || echoes(message, prompt)) {
      return "";
    }
    return ": "
        + (message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…");
  }

  private static boolean echoes(String message, Prompt prompt) {
    if (message.contains("base64,")) {
      return true;
    }
    String asked = (prompt.system() + "\n" + prompt.user()).replaceAll("\\s+", " ");
    int end = Math.min(message.length(), 10 * MAX_MESSAGE) - ECHO;
    for (int i = 0; i <= end; i++) {
      if (asked.contains(message.substring(i, i + ECHO))) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code error.message}, {@code error}, {@code message}, {@code detail} or the first of a list.
   */
  private String message() {
    try {
      JsonNode root = JSON.readTree(body);
      for (String path :
          new String[] {"/error/message", "/error", "/message", "/detail/0/msg", "/detail"}) {
        JsonNode node = root == null ? null : root.at(path);
        if (node != null && node.isTextual()) {
          return node.textValue();
        }
      }
      return "";
    } catch (JsonProcessingException e) {
      // A proxy's page; its markup tells nobody anything.
      return body.stripLeading().startsWith("<") ? "" : body;
    }
  }

  private @Nullable String raw(String said) {
    return said.isEmpty() ? null : body.substring(0, Math.min(body.length(), MAX_RAW));
  }
}
