/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/api.md} out of the OpenAPI document. Stateless. */
final class ApiDocs {
  private static final int LONGEST_LINE = 110;

  private ApiDocs() {}

  static String of(JsonNode document) {
    StringBuilder out = new StringBuilder(HEAD);
    for (JsonNode tag : document.get("tags")) {
      String name = tag.get("name").asText();
      out.append("\n## ").append(name).append('\n');
      document
          .get("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          operation -> {
                            if (operation.getValue().at("/tags/0").asText().equals(name)) {
                              operation(
                                  out,
                                  operation.getKey().toUpperCase(Locale.ROOT),
                                  path.getKey(),
                                  operation.getValue(),
                                  document);
                            }
                          }));
    }
    return out.toString();
  }

  private static void operation(
      StringBuilder out, String method, String path, JsonNode operation, JsonNode document) {
    out.append("\n### ").append(method).append(" `").append(path).append("`\n");
    out.append(operation.get("summary").asText()).append(".\n");
    if (operation.has("description")) {
      out.append(operation.get("description").asText()).append('\n');
    }
    out.append('\n');
    List<String> roles = new ArrayList<>();
    operation.path("x-roles").forEach(role -> roles.add("`" + role.asText() + "`"));
    out.append(operation.has("x-roles") ? "Roles: " + String.join(", ", roles) : "Without a log-in")
        .append(". ");
    List<String> codes = new ArrayList<>();
    operation.get("responses").fieldNames().forEachRemaining(codes::add);
    out.append("Answers: ").append(String.join(", ", codes)).append(".\n");
    parameters(out, operation, document);
    JsonNode body = operation.at("/requestBody/content");
    body.properties()
        .forEach(
            content -> {
              out.append("\nBody, `").append(content.getKey()).append("`");
              out.append(content.getValue().has("example") ? ":\n" : ".\n");
              example(out, content.getValue());
            });
    operation
        .at("/responses/200/content")
        .properties()
        .forEach(
            content -> {
              out.append("\nAnswer, `").append(content.getKey()).append("`");
              JsonNode ref = content.getValue().at("/schema/$ref");
              if (ref.isTextual()) {
                String text = ref.asText();
                out.append(", schema `").append(text.substring(text.lastIndexOf('/') + 1));
                out.append('`');
              }
              out.append(content.getValue().has("example") ? ":\n" : ".\n");
              example(out, content.getValue());
            });
  }

  private static void parameters(StringBuilder out, JsonNode operation, JsonNode document) {
    if (!operation.has("parameters")) {
      return;
    }
    out.append("\n| parameter | what | example |\n|---|---|---|\n");
    for (JsonNode given : operation.get("parameters")) {
      JsonNode parameter =
          given.has("$ref") ? document.at(given.get("$ref").asText().substring(1)) : given;
      out.append("| `").append(parameter.get("name").asText()).append("` | ");
      List<String> words = new ArrayList<>();
      parameter.at("/schema/enum").forEach(word -> words.add("`" + word.asText() + "`"));
      out.append(parameter.get("description").asText());
      out.append(words.isEmpty() ? "" : ": " + String.join(", ", words));
      String example = parameter.path("example").asText();
      out.append(" | ").append(example.isEmpty() ? "" : "`" + example + "`").append(" |\n");
    }
  }

  private static void example(StringBuilder out, JsonNode content) {
    if (content.has("example")) {
      out.append("```json\n").append(text(content.get("example"), 0)).append("\n```\n");
    }
  }

  /** What fits into a line stands in one. */
  private static String text(JsonNode node, int indent) {
    String line = node.toString();
    if (line.length() + indent <= LONGEST_LINE || node.isValueNode()) {
      return line;
    }
    List<String> parts = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  parts.add('"' + member.getKey() + "\": " + text(member.getValue(), indent + 2)));
    } else {
      node.forEach(element -> parts.add(text(element, indent + 2)));
    }
    String inner = "\n" + " ".repeat(indent + 2);
    return (node.isObject() ? "{" : "[")
        + inner
        + String.join("," + inner, parts)
        + "\n"
        + " ".repeat(indent)
        + (node.isObject() ? "}" : "]");
  }

  private static final String HEAD =
      """
      # The HTTP API

      Written from the OpenAPI 3.1 document, which the server gives at `GET /api/spec`; a test keeps
      both in step with what can be asked for.

      - **Log in** with HTTP Basic or a key for scripts, or with `POST /api/login` for a session's cookie;
        writes with a cookie need `Content-Type: application/json` and the page's own `Origin`.
      - **Masked roles** see initials, a stable pseudonym in place of the patient's id, no HIS id, no birth
        date, and texts without what names a person. They search by a whole UID or pseudonym only.
      - **Errors** are problem details (RFC 9457) that also carry `error`; those of writes carry
        `status: "error"` and `message`, as they always did. `Retry-After` says when to try again.
      - **Lists** go by `page`, or by `after`, which takes the `next` of the answer before and costs the same
        however far behind one is. A page is as long as PAGE_SIZE says.
      - **Tags**: lists, single exams, statistics, pictures and files have an `ETag`; `If-None-Match` answers
        304 where nothing has changed. Texts are packed with gzip for who accepts it.
      - `HEAD` answers wherever `GET` does.

      ```sh
      curl -u user:password http://localhost:8000/api/readings?positive=yes\\&reviewed=no
      curl -u user:password -H 'Content-Type: application/json' \\
        -d '{"uid":"1.2.3.4","normal":true}' http://localhost:8000/api/rad_review
      ```
      """;
}
