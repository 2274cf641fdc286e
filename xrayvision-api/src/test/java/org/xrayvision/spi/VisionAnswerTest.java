/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VisionAnswerTest {
  @Test
  void wordsAreAnAnswer() {
    VisionAnswer answer = VisionAnswer.of("FINDINGS: none.");
    assertThat(answer.text()).isEqualTo("FINDINGS: none.");
    assertThat(answer.severity()).isEqualTo(-1);
    assertThat(answer.usage()).isEqualTo(TokenUsage.UNKNOWN);
  }

  @Test
  void findingsWithoutProseAreAnAnswer() {
    Finding box = new Finding("effusion", 0.8, new Finding.Location(0, 10, 20, 30, 40));
    VisionAnswer answer = VisionAnswer.builder().finding(box).severity(6).build();
    assertThat(answer.findings()).containsExactly(box);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void nothingIsNoAnswer() {
    assertThatIllegalArgumentException().isThrownBy(() -> VisionAnswer.of(" \n"));
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VisionAnswer.builder().text("x").severity(11).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VisionAnswer.builder().text("x").confidence(101).build());
    assertThatIllegalArgumentException().isThrownBy(() -> new Finding("x", 1.01));
    assertThatIllegalArgumentException().isThrownBy(() -> new Finding("x", Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Finding.Location(0, -1, 0, 1, 1));
  }
}
