/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.TransientBackendException;

/**
 * What a chat completion said, freed of what models wrap around it. Immutable.
 *
 * @param text never blank
 * @param model the model's name as answered
 * @param truncated whether it was cut at the token limit
 * @param raw the whole answer, cut to what is worth keeping
 */
record ChatAnswer(
    String text, @Nullable String model, TokenUsage usage, boolean truncated, String raw) {
  private static final int MAX_RAW = 64_000;
  private static final int MAX_TEXT = 32_000;

  private static final Pattern FENCE = Pattern.compile("(?m)^[ \\t]*(?:```|~~~)\\w*[ \\t]*\\R?");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

  static ChatAnswer parse(ObjectMapper json, String body, String endpoint) {
    String raw = body.substring(0, Math.min(body.length(), MAX_RAW));
    JsonNode root = tree(json, body, raw, endpoint);
    JsonNode choice = root.path("choices").path(0);
    String finish = choice.path("finish_reason").asText("");
    if ("content_filter".equals(finish)) {
      throw unusable(endpoint, "withheld its answer (content_filter)", raw);
    }
    boolean truncated = "length".equals(finish);
    String text = cleaned(content(choice.path("message").path("content")));
    if (text.isEmpty()) {
      String how =
          truncated
              ? "used up its tokens without an answer; raise max tokens"
              : choice.isMissingNode() ? "answered without choices" : "answered without a text";
      throw unusable(endpoint, how, raw);
    }
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT);
      truncated = true;
    }
    String model = root.path("model").asText("");
    return new ChatAnswer(text, model.isBlank() ? null : model, usage(root), truncated, raw);
  }

  private static JsonNode tree(ObjectMapper json, String body, String raw, String endpoint) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      // Without its cause: the parser's message quotes the answer.
      throw unusable(endpoint, "answered what is no JSON", raw);
    }
  }

  private static TransientBackendException unusable(String endpoint, String what, String raw) {
    return TransientBackendException.failure(endpoint + " " + what, raw, null);
  }

  /** A string, or a list of parts. */
  private static String content(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.isTextual() ? part.textValue() : part.path("text").asText(""));
    }
    return text.toString();
  }

  private static TokenUsage usage(JsonNode root) {
    JsonNode usage = root.path("usage");
    return new TokenUsage(
        count(usage.path("prompt_tokens")), count(usage.path("completion_tokens")));
  }

  private static int count(JsonNode node) {
    return node.canConvertToInt() && node.intValue() >= 0 ? node.intValue() : -1;
  }

  /** The text without thoughts, code fences and control characters. */
  static String cleaned(String text) {
    String plain = Thoughts.removed(text);
    plain = FENCE.matcher(plain.replace("\r\n", "\n")).replaceAll("");
    return CONTROLS.matcher(plain).replaceAll("").strip();
  }
}
