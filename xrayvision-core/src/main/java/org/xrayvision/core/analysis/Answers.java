/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Finding;
import org.xrayvision.spi.VisionAnswer;

/**
 * Cuts what plugins answer to what is worth keeping: whatever a backend makes up, a row of the
 * database holds it. Stateless.
 */
public final class Answers {
  private static final int MAX_TEXT = 100_000;
  private static final int MAX_RAW = 1_000_000;
  private static final int MAX_NAME = 200;
  private static final int MAX_FINDINGS = 500;

  private Answers() {}

  /** The answer; null is left to the caller. */
  static VisionAnswer bounded(VisionAnswer answer) {
    if (answer == null || isShort(answer)) {
      return answer;
    }
    VisionAnswer.Builder cut =
        VisionAnswer.builder()
            .text(cut(answer.text(), MAX_TEXT))
            .severity(answer.severity())
            .confidence(answer.confidence())
            .model(cutOrNull(answer.model(), MAX_NAME))
            .usage(answer.usage())
            .truncated(answer.truncated())
            .rawAnswer(cutOrNull(answer.rawAnswer(), MAX_RAW));
    answer.findings().stream().limit(MAX_FINDINGS).map(Answers::bounded).forEach(cut::finding);
    return cut.build();
  }

  private static boolean isShort(VisionAnswer answer) {
    return fits(answer.text(), MAX_TEXT)
        && fits(answer.model(), MAX_NAME)
        && fits(answer.rawAnswer(), MAX_RAW)
        && answer.findings().size() <= MAX_FINDINGS
        && answer.findings().stream().allMatch(finding -> fits(finding.label(), MAX_NAME));
  }

  private static Finding bounded(Finding finding) {
    return new Finding(cut(finding.label(), MAX_NAME), finding.probability(), finding.location());
  }

  /** The assessment; null is left to the caller. */
  public static Assessment bounded(Assessment made) {
    if (made == null) {
      return made;
    }
    return new Assessment(
        made.severity(),
        made.confidence(),
        cut(made.summary(), MAX_NAME),
        cutOrNull(made.model(), MAX_NAME),
        made.usage(),
        cutOrNull(made.rawAnswer(), MAX_RAW));
  }

  private static boolean fits(@Nullable String text, int max) {
    return text == null || text.length() <= max;
  }

  private static @Nullable String cutOrNull(@Nullable String text, int max) {
    return text == null ? null : cut(text, max);
  }

  private static String cut(String text, int max) {
    Objects.requireNonNull(text, "text");
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end) + "… [cut: the first part of " + text.length() + " characters]";
  }
}
