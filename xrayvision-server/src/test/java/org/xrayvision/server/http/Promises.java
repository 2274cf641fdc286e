/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds answers against what the OpenAPI document says of them. An object there is taken as closed:
 * what it does not name may not be answered. Safe for threads.
 */
final class Promises {
  private record Template(String path, Pattern pattern, JsonNode operations) {}

  private static final ObjectNode ENTRIES = closed(ApiSpec.entries());
  private static final List<Template> TEMPLATES = templates();
  private static final Map<JsonNode, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private Promises() {}

  private static List<Template> templates() {
    List<Template> templates = new ArrayList<>();
    ENTRIES
        .get("paths")
        .properties()
        .forEach(
            entry -> {
              String path = entry.getKey();
              String last = path.startsWith("/static") ? ".+" : "[^/]+";
              Pattern pattern = Pattern.compile(path.replaceAll("\\{[a-z]+}", last));
              templates.add(new Template(path, pattern, entry.getValue()));
            });
    templates.sort(
        Comparator.comparingInt((Template one) -> one.path().contains("{") ? 1 : 0)
            .thenComparing(one -> -one.path().length()));
    return templates;
  }

  /** Says what is wrong with an answer, or nothing. */
  static List<String> broken(String method, String target, TestServer.Answer answer) {
    String path = target.split("\\?", 2)[0];
    int status = answer.status();
    String type = answer.header("Content-Type").split(";", 2)[0];
    if (method.equals("HEAD") || status == 303 || status == 304 || status == 101) {
      return List.of();
    }
    if (status >= 400 && type.isEmpty() && answer.text().isEmpty()) {
      return List.of(); // what Undertow cannot make out
    }
    if (status >= 400 && !isNamed(method, path, status)) {
      return type.equals(Problems.TYPE)
          ? against(ENTRIES.at("/components/schemas/Problem"), answer)
          : List.of(status + " answers " + type + ", not " + Problems.TYPE);
    }
    JsonNode content = operation(method, path).at("/responses/" + status + "/content");
    if (content.isMissingNode()) {
      return List.of("the document does not name the answer " + status);
    }
    if (!content.has(type) && !content.has("*/*")) {
      return List.of("the document does not name the type " + type);
    }
    return type.equals(Response.JSON) && content.has(type)
        ? against(content.get(type).get("schema"), answer)
        : List.of();
  }

  private static boolean isNamed(String method, String path, int status) {
    return operation(method, path).path("responses").has(Integer.toString(status));
  }

  private static JsonNode operation(String method, String path) {
    Optional<Template> found =
        TEMPLATES.stream().filter(one -> one.pattern().matcher(path).matches()).findFirst();
    String name = method.toLowerCase(java.util.Locale.ROOT);
    return found.map(one -> one.operations().path(name)).orElse(ENTRIES.path("none"));
  }

  private static List<String> against(JsonNode schema, TestServer.Answer answer) {
    JsonSchema compiled =
        SCHEMAS.computeIfAbsent(
            schema,
            node -> {
              ObjectNode whole = Json.object();
              whole.putArray("allOf").add(node);
              whole.set("components", ENTRIES.get("components"));
              return FACTORY.getSchema(whole);
            });
    Set<ValidationMessage> found = compiled.validate(answer.json());
    return found.stream().map(ValidationMessage::getMessage).collect(Collectors.toList());
  }

  private static ObjectNode closed(ObjectNode node) {
    close(node);
    return node;
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Promises::close);
  }
}
