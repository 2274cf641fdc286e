/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.xrayvision.spi.TransientBackendException;

/**
 * By what a server lets itself be searched, as its CapabilityStatement lists it. Immutable.
 *
 * @param parameters type to search parameters
 */
record Capabilities(Map<String, Set<String>> parameters) {
  private static final Set<String> NEEDED = Set.of("Patient", "DiagnosticReport");

  /**
   * Reads a CapabilityStatement.
   *
   * @throws TransientBackendException an outage if it does not offer what is needed
   */
  static Capabilities of(JsonNode statement, String server) {
    Map<String, Set<String>> parameters = new HashMap<>();
    for (JsonNode rest : statement.path("rest")) {
      for (JsonNode resource : rest.path("resource")) {
        Set<String> names = new HashSet<>();
        resource.path("searchParam").forEach(p -> names.add(p.path("name").asText()));
        parameters.put(resource.path("type").asText(), Set.copyOf(names));
      }
    }
    if (!parameters.keySet().containsAll(NEEDED)) {
      throw TransientBackendException.outage(
          server
              + " does not list Patient and DiagnosticReport in its metadata (is it the base"
              + " address of an R4 server?)",
          (Throwable) null);
    }
    return new Capabilities(Map.copyOf(parameters));
  }

  boolean has(String type, String parameter) {
    return parameters.getOrDefault(type, Set.of()).contains(parameter);
  }
}
