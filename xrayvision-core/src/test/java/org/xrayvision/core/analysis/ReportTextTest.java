/* SPDX-License-Identifier: Apache-2.0 */
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
        "Clear lungs.\nCONCLUSION: Normal.",
        "findings:\nClear lungs.\nimpression:\nNormal.",
        "### **Findings**\nClear lungs.\n\n### **Impression**\n\nNormal.",
        "**Findings**: Clear lungs.\n**Impression**: Normal.",
        "1. FINDINGS:\nClear lungs.\n2. IMPRESSION:\nNormal.",
        "Findings - Clear lungs.\nOverall impression – Normal.",
        "FINDINGS: Clear lungs. IMPRESSION: Normal.",
        "FINDINGS:\r\nClear lungs.\r\n\r\nIMPRESSION:\r\nNormal.",
        "CONSTATĂRI:\nClear lungs.\n\nCONCLUZIE:\nNormal.",
        "Descriere: Clear lungs.\nImpresie diagnostică: Normal.",
        "constatari\nClear lungs.\nConcluzii:\nNormal."
      })
  void tellsFindingsFromImpression(String text) {
    ReportText report = ReportText.parse(text);
    assertThat(report.findings()).isEqualTo("Clear lungs.");
    assertThat(report.impression()).isEqualTo("Normal.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The findings are: nothing.",
        "Findings consistent with pneumonia.",
        "My impression: see FINDINGS-based text",
        "No such CONCLUSION: here"
      })
  void aWordWithinASentenceIsNoHeading(String text) {
    assertThat(ReportText.parse(text)).isEqualTo(new ReportText(text, ""));
  }

  @Test
  void keepsTheWholeOfATextWithoutParts() {
    ReportText report = ReportText.parse("The findings are: nothing.");
    assertThat(report.findings()).isEqualTo("The findings are: nothing.");
    assertThat(report.impression()).isEmpty();
  }
}
