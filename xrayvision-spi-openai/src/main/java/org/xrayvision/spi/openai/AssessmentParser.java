/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xrayvision.spi.Assessment;

/**
 * Finds an assessment in what a model wrote: an object, bare or in prose, in a list or in another
 * object, with numbers as numbers or as text; or else labelled values. What is out of range, or
 * contradicts itself, is not assessed (-1); the range is never violated. Of a list the most severe
 * counts; where an answer gives different severities in different places, none can be told.
 */
final class AssessmentParser {
  private static final int MAX_SUMMARY = 60;
  private static final int MAX_NUMBER = 40;
  private static final int MAX_STARTS = 200;
  private static final int MAX_DEPTH = 32;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
          .build();

  private static final Set<String> YES = Set.of("yes", "true", "abnormal", "positive", "da");
  private static final Set<String> NO = Set.of("no", "false", "normal", "negative", "nu");
  private static final Set<String> VERDICTS =
      Set.of("pathologic", "pathological", "positive", "abnormal", "answer", "result");

  /** {@code 7}, {@code 92%}, {@code 7/10}, {@code 7 out of 10}, and nothing else. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "~?\\s*([+-]?\\d{1,6}(?:[.,]\\d{1,6})?)\\s*(?:(%)|(?:/|out of)\\s*(\\d{1,3}))?\\s*\\.?",
          Pattern.CASE_INSENSITIVE);

  private static final String LABEL =
      "[\"'*_]{0,4}\\s{0,4}(?:score|level|rating)?[\"'*_]{0,4}\\s{0,4}(?:[:=]|\\bis\\b)[\\s\"'*_]{0,8}";
  private static final Pattern SEVERITY =
      labelled("severity", "([^\\s,;\"'*}]+(?:\\s*(?:/|out of)\\s*\\d+)?)");
  private static final Pattern CONFIDENCE = labelled("confidence", "([^\\s,;\"'*}]+(?:\\s*%)?)");
  private static final Pattern SUMMARY = labelled("summary", "([^\\n\"*}]+)");

  private AssessmentParser() {}

  private static Pattern labelled(String name, String value) {
    return Pattern.compile("\\b" + name + LABEL + value, Pattern.CASE_INSENSITIVE);
  }

  /** The assessment, or empty where there is none to be found, or more than one. */
  static Optional<Assessment> parse(ChatAnswer answer) {
    List<Assessment> all = new ArrayList<>();
    for (JsonNode object : objects(answer.text())) {
      all.add(ofFields(key -> field(object, key), answer));
    }
    if (all.isEmpty()) {
      return labelled(answer);
    }
    return agree(all) ? Optional.of(all.get(all.size() - 1)) : Optional.empty();
  }

  private static boolean agree(List<Assessment> all) {
    return all.stream().mapToInt(Assessment::severity).distinct().count() == 1;
  }

  private static Optional<Assessment> labelled(ChatAnswer answer) {
    Map<String, Pattern> patterns =
        Map.of("severity", SEVERITY, "confidence", CONFIDENCE, "summary", SUMMARY);
    long severities =
        SEVERITY
            .matcher(answer.text())
            .results()
            .map(m -> number(m.group(1), 10))
            .filter(OptionalDouble::isPresent)
            .distinct()
            .count();
    Function<String, String> labels =
        key -> {
          if (!patterns.containsKey(key)) {
            return "";
          }
          Matcher m = patterns.get(key).matcher(answer.text());
          while (m.find()) {
            if (!key.equals("severity") || number(m.group(1), 10).isPresent()) {
              return m.group(1);
            }
          }
          return "";
        };
    return severities == 1 ? Optional.of(ofFields(labels, answer)) : Optional.empty();
  }

  private static Assessment ofFields(Function<String, String> field, ChatAnswer answer) {
    int severity = severity(field.apply("severity"));
    if (contradicts(field, severity)) {
      severity = -1;
    }
    return new Assessment(
        severity,
        confidence(field.apply("confidence")),
        summary(field.apply("summary")),
        answer.model(),
        answer.usage(),
        answer.raw());
  }

  /**
   * The objects with a severity, one for each list: each brace and bracket is tried as the
   * beginning of a value. None where there are too many to try.
   */
  private static List<JsonNode> objects(String text) {
    List<JsonNode> found = new ArrayList<>();
    int at = nextStart(text, 0);
    for (int tried = 0; at >= 0; tried++) {
      if (tried == MAX_STARTS) {
        return List.of();
      }
      int end = at + 1;
      try (JsonParser parser = JSON.createParser(text.substring(at))) {
        // Whatever follows the value is not looked at.
        JsonNode value = parser.readValueAsTree();
        found.addAll(within(value));
        end = at + Math.max(1, (int) parser.currentLocation().getCharOffset());
      } catch (IOException e) {
        // No value begins here.
      }
      at = nextStart(text, end);
    }
    return found;
  }

  private static int nextStart(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        return i;
      }
    }
    return -1;
  }

  /** The outermost objects with a severity; of a list the one that weighs most. */
  private static List<JsonNode> within(JsonNode node) {
    if (node.isObject() && !field(node, "severity").isEmpty()) {
      return List.of(node);
    }
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode child : node) {
      found.addAll(within(child));
    }
    if (!node.isArray() || found.isEmpty()) {
      return found;
    }
    return List.of(Collections.max(found, Comparator.comparingInt(AssessmentParser::weight)));
  }

  /** Its severity; one that cannot be read weighs most, for it may be the worst. */
  private static int weight(JsonNode object) {
    int severity = severity(field(object, "severity"));
    return severity < 0 ? Integer.MAX_VALUE : severity;
  }

  /** A field by its name in any case, as text; empty where it is missing or null. */
  private static String field(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getKey().strip().toLowerCase(Locale.ROOT).equals(name)) {
        JsonNode value = entry.getValue();
        JsonNode single = value.isArray() && value.size() == 1 ? value.get(0) : value;
        return single.isNull() || single.isContainerNode() ? "" : single.asText("").strip();
      }
    }
    return "";
  }

  /** 0 to 10; a share of 10 or of 100 is one too. 15 is anybody's guess: -1. */
  private static int severity(String text) {
    return inRange(number(text, 10), 10);
  }

  /** 0 to 100; a fraction below 1 is a share. */
  private static int confidence(String text) {
    OptionalDouble number = number(text, 100);
    boolean fraction = !text.contains("%") && !text.contains("/");
    if (fraction && number.isPresent() && number.getAsDouble() > 0 && number.getAsDouble() < 1) {
      return inRange(OptionalDouble.of(number.getAsDouble() * 100), 100);
    }
    return inRange(number, 100);
  }

  private static int inRange(OptionalDouble number, int top) {
    if (number.isEmpty()) {
      return -1;
    }
    long rounded = Math.round(number.getAsDouble());
    return rounded < 0 || rounded > top ? -1 : (int) rounded;
  }

  /** A number, on a scale from 0 to {@code top} where it names another scale. */
  private static OptionalDouble number(String text, int top) {
    Matcher m = NUMBER.matcher(text.strip());
    if (text.length() > MAX_NUMBER || !m.matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(m.group(1).replace(',', '.'));
    double scale =
        m.group(2) != null ? 100 : m.group(3) != null ? Double.parseDouble(m.group(3)) : top;
    return scale <= 0 ? OptionalDouble.empty() : OptionalDouble.of(value * top / scale);
  }

  /** {@code yes} with severity 0, {@code no} with one that matters. */
  private static boolean contradicts(Function<String, String> field, int severity) {
    for (String verdict : VERDICTS) {
      String word = field.apply(verdict).toLowerCase(Locale.ROOT);
      if ((YES.contains(word) && severity == 0) || (NO.contains(word) && severity >= 5)) {
        return true;
      }
    }
    return false;
  }

  /** One line; cut between words, and visibly, for half a sentence may say the opposite. */
  private static String summary(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.length() <= MAX_SUMMARY) {
      return line;
    }
    int space = line.lastIndexOf(' ', MAX_SUMMARY - 1);
    return line.substring(0, space > 0 ? space : MAX_SUMMARY - 1) + "…";
  }
}
