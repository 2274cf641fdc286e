package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FINDINGS:\nClear lungs.\n\nIMPRESSION:\nNormal.",
        "Findings: Clear lungs.\nImpression: Normal.",
        "**FINDINGS:** Clear lungs.\n\n**IMPRESSION:**\nNormal.",
        "## Findings\nClear lungs.\n## Impression\nNormal.",
        "IMPRESSION:\nNormal.\n\nFINDINGS:\nClear lungs.",
        "Clear lungs.\nCONCLUSION: Normal."
      })
  void tellsFindingsFromImpression(String text) {
    ReportText report = ReportText.parse(text);
    assertThat(report.findings()).isEqualTo("Clear lungs.");
    assertThat(report.impression()).isEqualTo("Normal.");
  }

  @Test
  void keepsTheWholeOfATextWithoutParts() {
    ReportText report = ReportText.parse("The findings are: nothing.");
    assertThat(report.findings()).isEqualTo("The findings are: nothing.");
    assertThat(report.impression()).isEmpty();
  }
}
