/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.TokenUsage;

class AssessmentParserTest {
  private static Optional<Assessment> parse(String text) {
    return AssessmentParser.parse(new ChatAnswer(text, "m", TokenUsage.UNKNOWN, false, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"severity\": 7, \"confidence\": 92, \"summary\": \"rib fracture\"}",
        "```json\n{\"severity\": 7, \"confidence\": 92, \"summary\": \"rib fracture\"}\n```",
        "Here {it} is: {\"severity\":7,\"confidence\":92,\"summary\":\"rib fracture\"}. Anything else?",
        "[{\"severity\": 7, \"confidence\": 92, \"summary\": \"rib fracture\"}]",
        "{\"assessment\": {\"severity\": 7, \"confidence\": 92, \"summary\": \"rib fracture\"}}",
        "{\"severity\": [7], \"confidence\": [92], \"summary\": [\"rib fracture\"]}",
        "{\"severity\": \"7\", \"confidence\": \"92%\", \"summary\": \" rib\\n fracture \"}",
        "{\"Severity\": 7.0, \"CONFIDENCE\": 0.92, \"Summary\": \"rib fracture\"}",
        "{\"severity\": \"7/10\", \"confidence\": \"92 %\", \"summary\": \"rib fracture\"}",
        "{\"severity\": \"7 out of 10\", \"confidence\": \"92/100\", \"summary\": \"rib fracture\",}",
        "{'severity': 7, 'confidence': 92, 'summary': 'rib fracture'}",
        "{severity: 7, confidence: 92, summary: \"rib fracture\"} // done",
        "Severity: 7\nConfidence: 92%\nSummary: rib fracture",
        "**Severity:** 7/10, **Confidence:** 92, **Summary:** rib fracture",
        "The severity is 7. The confidence is 92%. Summary: rib fracture",
        "{\"confidence\": 92, \"summary\": \"rib fracture\", \"severity\": 7, \"why\": \"cut he"
      })
  void findsTheAssessmentInWhateverIsAroundIt(String text) {
    Assessment made = parse(text).orElseThrow();
    assertThat(made.severity()).isEqualTo(7);
    assertThat(made.confidence()).isEqualTo(92);
    assertThat(made.summary()).isEqualTo("rib fracture");
    assertThat(made.rawAnswer()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10, 10",
    "10.4, 10",
    "15, -1",
    "-3, -1",
    "99999999, -1",
    "NaN, -1",
    "high, -1",
    "7-8, -1",
    "70%, 7",
    "8/10, 8",
    "15/10, -1",
    "5/0, -1",
    "'6,6', 7",
    "true, -1"
  })
  void aSeverityIsInItsRangeOrNotAssessed(String value, int expected) {
    assertThat(parse("{\"severity\": \"" + value + "\"}").orElseThrow().severity())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "92%, 92",
    "0.92, 92",
    "100, 100",
    "150, -1",
    "-1, -1",
    "sure, -1",
    "9/10, 90",
    "0, 0",
    "1, 1",
    "0.5%, 1"
  })
  void aConfidenceIsInItsRangeOrNotAssessed(String value, int expected) {
    String text = "{\"severity\": 3, \"confidence\": \"" + value + "\"}";
    assertThat(parse(text).orElseThrow().confidence()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"yes, 0, -1", "yes, 6, 6", "no, 8, -1", "no, 0, 0", "true, 0, -1", "no, 2, 2"})
  void anAnswerThatContradictsItselfIsNotAssessed(String verdict, int severity, int expected) {
    String text =
        "{\"pathologic\": \"" + verdict + "\", \"severity\": " + severity + ", \"summary\": \"x\"}";
    Assessment made = parse(text).orElseThrow();
    assertThat(made.severity()).isEqualTo(expected);
    assertThat(made.summary()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"severity\": 2}, {\"severity\": 8}] | 8",
        "[{\"severity\": 8}, {\"severity\": 2}] | 8",
        "As a list: {\"findings\": [{\"severity\": 0}, {\"severity\": 7}]} (end) | 7",
        "[{\"severity\": 2}, {\"severity\": \"high\"}] | -1",
        "{\"severity\": 7, \"findings\": [{\"severity\": 3}]} | 7",
        "{\"severity\": 7} and again {\"severity\": \"7/10\"} | 7",
        "[see below] {\"severity\": 7} | 7",
        "Severity: 0-10 scale. Severity: 7. So severity = 7/10 | 7"
      })
  void ofAListTheMostSevereCounts(String text, int expected) {
    assertThat(parse(text).orElseThrow().severity()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "In the form {\"severity\": 6, \"confidence\": 85}. Answer: {\"severity\": 0}",
        "{\"severity\": 2}\n{\"severity\": 8}",
        "{\"severity\": 2} or {\"severity\": \"high\"}",
        "{\"example\": {\"severity\": 6}, \"answer\": {\"severity\": 0}}",
        "[{\"severity\": 2}, {\"severity\": 8}, {\"sev",
        "{\"severity\": 2, \"severity\": 8}",
        "Severity: 2. On reflection, severity: 8."
      })
  void saysThatThereIsNoneWhereThereAreSeveral(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no idea",
        "{}",
        "{\"score\": 7}",
        "[7, 92]",
        "yes",
        "{\"severity\": null}",
        "{\"severity\": {\"a\": 1}}",
        "{{{{{{{{",
        "severity"
      })
  void saysThatThereIsNone(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @Test
  void survivesDepthAndLength() {
    assertThat(parse("{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000))).isEmpty();
    assertThat(parse("[".repeat(50_000))).isEmpty();
    assertThat(parse("{ ".repeat(50_000))).isEmpty();
    String two = "{\"severity\": 7}" + "{} ".repeat(10_000) + "{\"severity\": 0}";
    assertThat(parse(two).isEmpty()).isTrue();
    assertThat(parse("severity" + "*".repeat(30_000))).isEmpty();
    assertThat(parse("{\"severity\": \"7" + " ".repeat(30_000) + "x\"}").orElseThrow().severity())
        .isEqualTo(-1);
  }

  @Test
  void cutsALongSummaryVisiblyAndBetweenWords() {
    String text =
        "{\"severity\": 0, \"summary\": \"there is no evidence of pneumonia, effusion or "
            + "pneumothorax in either lung\"}";
    assertThat(parse(text).orElseThrow().summary())
        .isEqualTo("there is no evidence of pneumonia, effusion or pneumothorax…");
  }
}
