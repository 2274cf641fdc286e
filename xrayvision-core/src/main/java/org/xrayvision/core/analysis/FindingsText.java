/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xrayvision.spi.Finding;
import org.xrayvision.spi.VisionAnswer;

/** Makes a report of findings, for people and for report readers. Stateless. */
final class FindingsText {
  private static final double LIKELY = 0.5;

  private FindingsText() {}

  /** The model's own words, or its findings as a report where it has none. */
  static String of(VisionAnswer answer) {
    if (!answer.text().isBlank()) {
      return answer.text();
    }
    List<Finding> sorted = sorted(answer);
    String findings = sorted.stream().map(FindingsText::line).collect(Collectors.joining("\n"));
    String likely =
        sorted.stream()
            .filter(finding -> finding.probability() >= LIKELY)
            .map(Finding::label)
            .collect(Collectors.joining(", "));
    return "FINDINGS:\n"
        + (findings.isEmpty() ? "None given." : findings)
        + "\n\nIMPRESSION:\n"
        + (likely.isEmpty() ? "No finding is likely." : likely + ".");
  }

  /** The likeliest finding, empty where none is likely. */
  static String summary(VisionAnswer answer) {
    return sorted(answer).stream()
        .filter(finding -> finding.probability() >= LIKELY)
        .map(Finding::label)
        .findFirst()
        .orElse("");
  }

  private static List<Finding> sorted(VisionAnswer answer) {
    return answer.findings().stream()
        .sorted(Comparator.comparingDouble(Finding::probability).reversed())
        .toList();
  }

  private static String line(Finding finding) {
    return String.format(
        Locale.ROOT, "- %s: %.0f %%", finding.label(), 100 * finding.probability());
  }
}
