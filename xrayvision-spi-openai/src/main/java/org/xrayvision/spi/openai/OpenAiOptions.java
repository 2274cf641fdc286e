/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one OpenAI-compatible endpoint is reached and asked. Immutable, safe for threads; its text
 * form shows no key.
 */
public final class OpenAiOptions {
  private static final String COMPLETIONS = "/chat/completions";
  private static final Set<String> OURS =
      Set.of("model", "messages", "max_tokens", "stream", "response_format", "n");

  private final URI endpoint;
  private final URI healthEndpoint;
  private final @Nullable String apiKey;
  private final String model;
  private final int maxTokens;
  private final Map<String, JsonNode> parameters;
  private final String userAgent;
  private final Duration connectTimeout;
  private final int maxAnswerBytes;

  private OpenAiOptions(Builder builder, Map<String, JsonNode> parameters) {
    this.endpoint = builder.endpoint;
    this.healthEndpoint =
        builder.healthEndpoint == null ? modelsOf(builder.endpoint) : builder.healthEndpoint;
    this.apiKey = builder.apiKey;
    this.model = builder.model;
    this.maxTokens = builder.maxTokens;
    this.parameters = parameters;
    this.userAgent = builder.userAgent;
    this.connectTimeout = builder.connectTimeout;
    this.maxAnswerBytes = builder.maxAnswerBytes;
  }

  /**
   * A builder for an endpoint.
   *
   * @param endpoint where chat completions are asked for, such as {@code
   *     http://127.0.0.1:8080/v1/chat/completions}
   * @param model the model's name as the endpoint knows it
   */
  public static Builder builder(URI endpoint, String model) {
    return new Builder(endpoint, model);
  }

  /** The list of models beside the chat completions. */
  private static URI modelsOf(URI endpoint) {
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    String models =
        path.endsWith(COMPLETIONS)
            ? path.substring(0, path.length() - COMPLETIONS.length()) + "/models"
            : "/v1/models";
    return endpoint.resolve(models + query);
  }

  /** Where chat completions are asked for. */
  public URI endpoint() {
    return endpoint;
  }

  /** What the health check gets. */
  public URI healthEndpoint() {
    return healthEndpoint;
  }

  @Nullable String apiKey() {
    return apiKey;
  }

  /** The model's name. */
  public String model() {
    return model;
  }

  int maxTokens() {
    return maxTokens;
  }

  Map<String, JsonNode> parameters() {
    return parameters;
  }

  String userAgent() {
    return userAgent;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  int maxAnswerBytes() {
    return maxAnswerBytes;
  }

  /** The endpoint's address without query. */
  String displayName() {
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
  }

  @Override
  public String toString() {
    return model + " at " + displayName();
  }

  /** Collects the options. Not safe for threads. */
  public static final class Builder {
    private final URI endpoint;
    private final String model;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private @Nullable URI healthEndpoint;
    private @Nullable String apiKey;
    private int maxTokens = 2048;
    private String userAgent = "XRayVision";
    private Duration connectTimeout = Duration.ofSeconds(10);
    private int maxAnswerBytes = 4 * 1024 * 1024;

    private Builder(URI endpoint, String model) {
      this.endpoint = endpoint;
      this.model = model;
    }

    /** Sets the key that is sent as bearer token; null or empty for none. */
    public Builder apiKey(@Nullable String apiKey) {
      this.apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
      return this;
    }

    /** Sets what the health check gets, where it is not {@code models} beside the endpoint. */
    public Builder healthEndpoint(URI healthEndpoint) {
      this.healthEndpoint = healthEndpoint;
      return this;
    }

    /** Sets how long an answer may be, 1 to 1000000 tokens; 2048 if not set. */
    public Builder maxTokens(int maxTokens) {
      this.maxTokens = maxTokens;
      return this;
    }

    /**
     * Adds a sampling parameter; none is sent that is not set here.
     *
     * @param name such as {@code temperature}, {@code top_k}, {@code cache_prompt}
     * @param json its value as JSON: {@code 0.1}, {@code true}, {@code "5m"}
     */
    public Builder parameter(String name, String json) {
      parameters.put(name, json);
      return this;
    }

    /** Sets the User-Agent. */
    public Builder userAgent(String userAgent) {
      this.userAgent = userAgent;
      return this;
    }

    /** Sets how long a connection may take to be made; 10 s if not set. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /** Sets how much of an answer is taken, in bytes; 4 MiB if not set. */
    public Builder maxAnswerBytes(int maxAnswerBytes) {
      this.maxAnswerBytes = maxAnswerBytes;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException with all that is wrong, one line each
     */
    public OpenAiOptions build() {
      List<String> errors = new ArrayList<>();
      checkUri("endpoint", endpoint, errors);
      if (healthEndpoint != null) {
        checkUri("health endpoint", healthEndpoint, errors);
      }
      check(!model.isBlank(), "model: must not be empty", errors);
      check(maxTokens >= 1 && maxTokens <= 1_000_000, "max tokens: 1 to 1000000", errors);
      check(maxAnswerBytes >= 1024, "max answer bytes: at least 1024", errors);
      check(
          !connectTimeout.isNegative() && !connectTimeout.isZero(),
          "connect timeout: above 0",
          errors);
      check(apiKey == null || isHeader(apiKey), "API key: printable ASCII without spaces", errors);
      check(isHeader(userAgent.replace(" ", "")), "user agent: printable ASCII", errors);
      Map<String, JsonNode> parsed = parseParameters(errors);
      if (!errors.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", errors));
      }
      return new OpenAiOptions(this, Map.copyOf(parsed));
    }

    private Map<String, JsonNode> parseParameters(List<String> errors) {
      Map<String, JsonNode> parsed = new LinkedHashMap<>();
      ObjectMapper json = new ObjectMapper();
      parameters.forEach(
          (name, value) -> {
            check(
                !OURS.contains(name),
                "parameter " + name + ": is set by the plugin itself",
                errors);
            try {
              JsonNode node = json.readTree(value);
              check(!node.isMissingNode(), "parameter " + name + ": has no value", errors);
              parsed.put(name, node);
            } catch (JsonProcessingException e) {
              errors.add("parameter " + name + ": its value must be JSON, such as 0.1 or \"text\"");
            }
          });
      return parsed;
    }

    private static void checkUri(String what, URI uri, List<String> errors) {
      boolean http =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      check(
          http && uri.getHost() != null,
          what + ": must be http://host... or https://host...",
          errors);
      check(
          uri.getRawUserInfo() == null,
          what + ": must not hold credentials; set the API key",
          errors);
    }

    private static boolean isHeader(String value) {
      return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static void check(boolean ok, String error, List<String> errors) {
      if (!ok) {
        errors.add(error);
      }
    }
  }
}
