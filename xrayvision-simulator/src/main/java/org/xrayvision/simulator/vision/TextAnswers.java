/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import java.util.Optional;
import org.xrayvision.simulator.his.RomanianReport;

/**
 * Answers to those who want a report translated or judged; each says that it is simulated.
 * Stateless.
 */
final class TextAnswers {
  private static final String TRANSLATE = "You translate radiology reports";
  private static final String JUDGE = "You review one X-ray report";
  private static final String CONTENT = "\"content\":\"";
  private static final String CRITIQUE =
      "{\"first_pass\": {\"topic\": \"X-ray report (simulated)\", \"purpose\": \"not stated\","
          + " \"primary_findings\": \"as the report says\"}, \"second_pass\": {\"main_points\":"
          + " [\"findings are listed\"], \"supporting_evidence\": [\"the description\"],"
          + " \"conclusions_valid\": true}, \"third_pass\": {\"assumptions\": [\"adequate picture"
          + " quality\"], \"missing_info\": [\"comparison with earlier studies\"], \"critique\":"
          + " \"Simulated critique.\"}, \"overall_assessment\": \"Simulated assessment.\"}";

  private TextAnswers() {}

  /** The answer, or empty where the question is another one. */
  static Optional<String> to(String question) {
    if (question.contains(TRANSLATE)) {
      String text = user(question);
      return Optional.of(
          RomanianReport.quotedIn(text)
              .map(
                  report ->
                      report.english()
                          + (text.contains("Adaos:") ? "\nAddendum: follow-up is advised." : ""))
              .orElse("[simulated translation] " + text));
    }
    return question.contains(JUDGE) ? Optional.of(CRITIQUE) : Optional.empty();
  }

  /** The last message's text. */
  static String user(String question) {
    int at = question.lastIndexOf(CONTENT);
    StringBuilder text = new StringBuilder();
    for (int i = at + CONTENT.length(); at >= 0 && i < question.length(); i++) {
      char c = question.charAt(i);
      if (c == '"') {
        break;
      }
      if (c == '\\' && i + 1 < question.length()) {
        char escaped = question.charAt(++i);
        text.append(escaped == 'n' || escaped == 't' ? (escaped == 'n' ? '\n' : ' ') : escaped);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
