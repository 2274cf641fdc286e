/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Role;

/**
 * The OpenAPI 3.1 document. What a route takes and answers stands in the resources {@code
 * spec/*.json}, one for each group; who may, and how it fails, is taken from the route itself.
 * Stateless.
 */
final class ApiSpec {
  /** The groups, in the order in which they are shown. A new one has its line here. */
  static final List<String> FILES =
      List.of(
          "common",
          "exams",
          "reports",
          "alerts",
          "statistics",
          "system",
          "dicom",
          "session",
          "accounts",
          "admin",
          "upkeep",
          "pages");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ApiSpec() {}

  /** The document about these routes. */
  static ObjectNode document(List<Route> routes) {
    ObjectNode entries = entries();
    ObjectNode document = MAPPER.createObjectNode().put("openapi", "3.1.0");
    document.set("info", entries.get("info"));
    document.putArray("servers").addObject().put("url", "/");
    document.set("tags", entries.get("tags"));
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      JsonNode entry = entries.get("paths").path(path(route)).path(method(route));
      if (entry instanceof ObjectNode operation) {
        paths.withObjectProperty(path(route)).set(method(route), complete(operation, route));
      }
    }
    document.set("components", entries.get("components"));
    return document;
  }

  /** What the resources say, of routes that there are or are not. */
  static ObjectNode entries() {
    ObjectNode all = MAPPER.createObjectNode();
    ArrayNode tags = all.putArray("tags");
    ObjectNode paths = all.putObject("paths");
    ObjectNode components = all.putObject("components");
    for (String file : FILES) {
      JsonNode group = read(file);
      all.setAll(pick(group, "info"));
      if (group.has("tag")) {
        tags.addObject().put("name", group.get("tag").asText());
      }
      group
          .path("paths")
          .properties()
          .forEach(
              path -> {
                ObjectNode operations = (ObjectNode) path.getValue();
                operations.forEach(
                    one -> ((ObjectNode) one).putArray("tags").add(group.get("tag").asText()));
                paths.withObjectProperty(path.getKey()).setAll(operations);
              });
      components.setAll(pick(group, "securitySchemes"));
      components.setAll(pick(group, "responses"));
      for (String kind : List.of("schemas", "parameters")) {
        if (group.get(kind) instanceof ObjectNode more) {
          components.withObjectProperty(kind).setAll(more);
        }
      }
    }
    return all;
  }

  private static ObjectNode pick(JsonNode group, String member) {
    ObjectNode one = MAPPER.createObjectNode();
    if (group.has(member)) {
      one.set(member, group.get(member));
    }
    return one;
  }

  private static JsonNode read(String file) {
    try (InputStream in = ApiSpec.class.getResourceAsStream("spec/" + file + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no spec/" + file + ".json");
      }
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("spec/" + file + ".json cannot be read", e);
    }
  }

  /** The route's path as OpenAPI writes it. */
  static String path(Route route) {
    return route.path().replace("...}", "}");
  }

  /** The route's method as OpenAPI writes it. */
  static String method(Route route) {
    return route.method().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode complete(ObjectNode entry, Route route) {
    ObjectNode operation = MAPPER.createObjectNode();
    operation.put("operationId", id(route));
    operation.setAll(entry);
    operation.remove("x-errors");
    Action action = route.action();
    if (action == null) {
      operation.putArray("security");
    } else {
      ArrayNode roles = operation.putArray("x-roles");
      roles(action).forEach(roles::add);
    }
    ObjectNode responses = operation.withObjectProperty("responses");
    for (int code : errors(entry, route)) {
      if (!responses.has(Integer.toString(code))) {
        responses.putObject(Integer.toString(code)).put("$ref", "#/components/responses/Problem");
      }
    }
    return operation;
  }

  /** Who may do this, in the order of the roles. */
  static List<String> roles(@Nullable Action action) {
    return List.of(Role.values()).stream()
        .filter(role -> action != null && Permissions.allows(role, action))
        .map(Role::code)
        .toList();
  }

  private static Set<Integer> errors(JsonNode entry, Route route) {
    Set<Integer> codes = new TreeSet<>();
    if (route.action() != null) {
      codes.addAll(List.of(401, 403));
    }
    if (entry.has("parameters")) {
      codes.add(400);
    }
    if (route.path().contains("{")) {
      codes.add(404);
    }
    if (route.isWrite()) {
      codes.addAll(List.of(400, 403, 413, 415));
    }
    entry.path("x-errors").forEach(code -> codes.add(code.asInt()));
    return codes;
  }

  /** {@code GET /api/exams/{uid}/runs} is {@code getApiExamsUidRuns}. */
  private static String id(Route route) {
    StringBuilder id = new StringBuilder(method(route));
    for (String word : path(route).split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return id.toString();
  }
}
