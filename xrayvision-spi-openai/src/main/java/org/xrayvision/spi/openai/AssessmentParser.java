package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.Assessment;

/**
 * Finds an assessment in what a model wrote: an object, bare or in prose, in a list or in another
 * object, with numbers as numbers or as text; or else labelled values. What is out of range, or
 * contradicts itself, is not assessed (-1); the range is never violated.
 */
final class AssessmentParser {
  private static final int MAX_SUMMARY = 60;
  private static final int MAX_STARTS = 50;
  private static final int MAX_DEPTH = 32;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
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
      "[\"'*_]*\\s*(?:score|level|rating)?[\"'*_]*\\s*(?:[:=]|\\bis\\b)[\\s\"'*_]*";
  private static final Pattern SEVERITY =
      labelled("severity", "([^\\s,;\"'*}]+(?:\\s*(?:/|out of)\\s*\\d+)?)");
  private static final Pattern CONFIDENCE = labelled("confidence", "([^\\s,;\"'*}]+(?:\\s*%)?)");
  private static final Pattern SUMMARY = labelled("summary", "([^\\n\"*}]+)");

  private AssessmentParser() {}

  private static Pattern labelled(String name, String value) {
    return Pattern.compile("\\b" + name + LABEL + value, Pattern.CASE_INSENSITIVE);
  }

  /** The assessment, or empty where there is none to be found. */
  static Optional<Assessment> parse(ChatAnswer answer) {
    JsonNode object = find(answer.text());
    if (object != null) {
      return Optional.of(ofFields(key -> field(object, key), answer));
    }
    Map<String, Pattern> patterns =
        Map.of("severity", SEVERITY, "confidence", CONFIDENCE, "summary", SUMMARY);
    Function<String, String> labels =
        key -> {
          Matcher m = patterns.getOrDefault(key, SEVERITY).matcher(answer.text());
          return patterns.containsKey(key) && m.find() ? m.group(1) : "";
        };
    boolean found = number(labels.apply("severity"), 10).isPresent();
    return found ? Optional.of(ofFields(labels, answer)) : Optional.empty();
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

  /** The first object with a severity: each brace is tried as its beginning. */
  private static @Nullable JsonNode find(String text) {
    int start = -1;
    for (int tried = 0; tried < MAX_STARTS; tried++) {
      start = text.indexOf('{', start + 1);
      if (start < 0) {
        return null;
      }
      JsonNode found = within(value(text.substring(start)));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The value that a text begins with, whatever follows it. */
  private static @Nullable JsonNode value(String text) {
    try (var parser = JSON.createParser(text)) {
      return parser.readValueAsTree();
    } catch (java.io.IOException e) {
      return null;
    }
  }

  private static @Nullable JsonNode within(@Nullable JsonNode node) {
    if (node == null || !node.isContainerNode()) {
      return null;
    }
    if (node.isObject() && !field(node, "severity").isEmpty()) {
      return node;
    }
    for (JsonNode child : node) {
      JsonNode found = within(child);
      if (found != null) {
        return found;
      }
    }
    return null;
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
    if (!m.matches()) {
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
