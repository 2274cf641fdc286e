/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.spi.openai.OpenAiOptions;

/** Reads {@code [openai]}: two places in which the plugin {@code openai} runs. */
final class OpenAiSection {
  /** The plugin's id, and the word that means this section in {@code [plugins]}. */
  static final String ID = "openai";

  private final Values values;
  private final Findings findings;

  OpenAiSection(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** The primary endpoint, then the secondary; those that are set. */
  List<NamedUse> read() {
    List<NamedUse> endpoints = new ArrayList<>();
    add(endpoints, Keys.OPENAI_URL_PRIMARY, Keys.PARAMETERS_PRIMARY);
    add(endpoints, Keys.OPENAI_URL_SECONDARY, Keys.PARAMETERS_SECONDARY);
    return endpoints;
  }

  private void add(
      List<NamedUse> endpoints, Key<Optional<URI>> url, Key<Map<String, String>> parameters) {
    Optional<URI> address = values.get(url);
    if (address.isEmpty()) {
      return;
    }
    check(address.get(), url, parameters);
    PluginUse use =
        PluginUse.of(ID)
            .with("url", address.get().toString())
            .with("model", values.get(Keys.MODEL_NAME))
            .with("api_key", values.get(Keys.OPENAI_API_KEY))
            .with("max_tokens", Integer.toString(values.get(Keys.MAX_TOKENS)));
    if (!values.get(parameters).isEmpty()) {
      use = use.with("parameters", json(values.get(parameters)));
    }
    boolean external = reach(address.get()) == Reach.EXTERNAL;
    endpoints.add(new NamedUse("[openai] " + url.name(), external ? use.external() : use));
  }

  private Reach reach(URI address) {
    String reach = values.get(Keys.OPENAI_REACH);
    return reach.equals("AUTO") ? Reach.of(address) : Reach.valueOf(reach);
  }

  /** What the plugin would complain about stops the start here, with the keys' names. */
  private void check(URI address, Key<?> url, Key<Map<String, String>> parameters) {
    OpenAiOptions.Builder options =
        OpenAiOptions.builder(address, values.get(Keys.MODEL_NAME))
            .apiKey(values.get(Keys.OPENAI_API_KEY))
            .maxTokens(values.get(Keys.MAX_TOKENS));
    values.get(parameters).forEach(options::parameter);
    try {
      options.build();
    } catch (IllegalArgumentException e) {
      String what = String.valueOf(e.getMessage()).replace("\n", "; ");
      findings.problem("[openai] " + url.name() + ", " + parameters.name() + ": " + what);
    }
  }

  private static String json(Map<String, String> members) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode object = json.createObjectNode();
    try {
      for (Map.Entry<String, String> member : members.entrySet()) {
        object.set(member.getKey(), json.readTree(member.getValue()));
      }
      return object.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("was JSON before", e);
    }
  }

  /**
   * A plugin, and what in the configuration names it. Immutable.
   *
   * @param where for messages
   */
  record NamedUse(String where, PluginUse use) {}
}
