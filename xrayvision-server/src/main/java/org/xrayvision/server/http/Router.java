/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the route of a method and a decoded path. Immutable. */
final class Router {
  /** A route and what its path's parameters are. */
  record Match(Route route, Map<String, String> parameters) {}

  private record Entry(Route route, List<String> segments) {}

  private final List<Entry> entries = new ArrayList<>();

  Router(List<Route> routes) {
    for (Route route : routes) {
      entries.add(new Entry(route, route.segments()));
    }
  }

  List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  /** The route, or empty; HEAD is answered by GET. */
  Optional<Match> find(String method, String path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    List<String> segments = List.of(path.split("/", -1));
    for (Entry entry : entries) {
      if (entry.route.method().equals(wanted)) {
        Map<String, String> parameters = match(entry.segments, segments);
        if (parameters != null) {
          return Optional.of(new Match(entry.route, parameters));
        }
      }
    }
    return Optional.empty();
  }

  /** Which methods the path answers to. */
  List<String> methods(String path) {
    List<String> segments = List.of(path.split("/", -1));
    return entries.stream()
        .filter(entry -> match(entry.segments, segments) != null)
        .map(entry -> entry.route.method())
        .distinct()
        .toList();
  }

  private static @Nullable Map<String, String> match(List<String> pattern, List<String> path) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String part = pattern.get(i);
      if (part.endsWith("...}")) {
        String rest = String.join("/", path.subList(Math.min(i, path.size()), path.size()));
        parameters.put(part.substring(1, part.length() - 4), rest);
        return rest.isEmpty() ? null : parameters;
      }
      if (i >= path.size()) {
        return null;
      }
      if (part.startsWith("{")) {
        parameters.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return null;
      }
    }
    return pattern.size() == path.size() ? parameters : null;
  }
}
