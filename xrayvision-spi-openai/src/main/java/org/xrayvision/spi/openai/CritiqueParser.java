/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xrayvision.spi.Critique;

/** Finds the critique in an answer; whatever is missing of it is empty. Stateless. */
final class CritiqueParser {
  private static final int MAX_ITEMS = 30;
  private static final int MAX_TEXT = 4_000;
  private static final int MAX_STARTS = 50;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(16).build())
                  .build())
          .build();

  private CritiqueParser() {}

  /** The critique, or empty where the answer holds none. */
  static Optional<Critique> parse(ChatAnswer answer) {
    String text = answer.text();
    int at = text.indexOf('{');
    for (int tried = 0; at >= 0 && tried < MAX_STARTS; tried++) {
      try (JsonParser parser = JSON.createParser(text.substring(at))) {
        JsonNode node = parser.readValueAsTree();
        if (node.has("first_pass") || node.has("overall_assessment")) {
          return Optional.of(critique(node, answer.raw()));
        }
      } catch (IOException e) {
        // No object begins here.
      }
      at = text.indexOf('{', at + 1);
    }
    return Optional.empty();
  }

  private static Critique critique(JsonNode node, String raw) {
    JsonNode first = node.path("first_pass");
    JsonNode second = node.path("second_pass");
    JsonNode third = node.path("third_pass");
    return new Critique(
        new Critique.Overview(
            text(first, "topic"), text(first, "purpose"), text(first, "primary_findings")),
        new Critique.Detail(
            list(second, "main_points"),
            list(second, "supporting_evidence"),
            second.path("conclusions_valid").asBoolean(false)),
        new Critique.Review(
            list(third, "assumptions"), list(third, "missing_info"), text(third, "critique")),
        text(node, "overall_assessment"),
        raw);
  }

  /** A text; of a list its lines. */
  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isArray() ? String.join("\n", list(node, name)) : cut(value.asText(""));
  }

  /** A list; a single text is a list of one. */
  private static List<String> list(JsonNode node, String name) {
    List<String> all = new ArrayList<>();
    JsonNode value = node.path(name);
    if (value.isTextual() && !value.textValue().isBlank()) {
      all.add(cut(value.textValue()));
    }
    for (JsonNode item : value) {
      if (all.size() < MAX_ITEMS) {
        all.add(cut(item.isValueNode() ? item.asText("") : item.toString()));
      }
    }
    return all;
  }

  private static String cut(String text) {
    String plain = text.strip();
    return plain.length() <= MAX_TEXT ? plain : plain.substring(0, MAX_TEXT) + "…";
  }
}
