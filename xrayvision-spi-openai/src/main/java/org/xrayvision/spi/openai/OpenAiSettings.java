/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.xrayvision.spi.SettingSpec;
import org.xrayvision.spi.SettingType;
import org.xrayvision.spi.Settings;

/** What both factories understand. Stateless. */
final class OpenAiSettings {
  static final String ID = "openai";
  static final String VERSION = "0.1";
  static final List<SettingSpec> SCHEMA =
      List.of(
          SettingSpec.required(
              "url",
              SettingType.URL,
              "Where chat completions are asked for, such as"
                  + " http://127.0.0.1:8080/v1/chat/completions."),
          SettingSpec.required(
              "model", SettingType.TEXT, "The model's name as the endpoint knows it."),
          SettingSpec.optional("api_key", SettingType.TEXT, "Sent as bearer token.").asSecret(),
          SettingSpec.optional(
              "health_url",
              SettingType.URL,
              "What the health check gets, if not models beside url."),
          SettingSpec.of("max_tokens", SettingType.INTEGER, "2048", "How long an answer may be."),
          SettingSpec.of(
              "connect_timeout", SettingType.DURATION, "10", "How long connecting may take."),
          SettingSpec.optional(
              "parameters",
              SettingType.TEXT,
              "Further members of the request as a JSON object, such as {\"temperature\": 0.1}."));

  private OpenAiSettings() {}

  /**
   * The options.
   *
   * @throws IllegalArgumentException with all that is wrong
   */
  static OpenAiOptions options(Settings settings) {
    OpenAiOptions.Builder options =
        OpenAiOptions.builder(
                settings.url("url").orElseThrow(), settings.text("model").orElseThrow())
            .apiKey(settings.text("api_key").orElse(null))
            .maxTokens(settings.integer("max_tokens").map(OpenAiSettings::bounded).orElseThrow())
            .connectTimeout(settings.duration("connect_timeout").orElseThrow());
    settings.url("health_url").ifPresent(options::healthEndpoint);
    settings.text("parameters").ifPresent(text -> addParameters(options, text));
    return options.build();
  }

  private static int bounded(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  private static void addParameters(OpenAiOptions.Builder options, String text) {
    JsonNode parameters;
    try {
      parameters = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("parameters must be a JSON object", e);
    }
    if (!parameters.isObject()) {
      throw new IllegalArgumentException("parameters must be a JSON object");
    }
    parameters.properties().forEach(p -> options.parameter(p.getKey(), p.getValue().toString()));
  }
}
