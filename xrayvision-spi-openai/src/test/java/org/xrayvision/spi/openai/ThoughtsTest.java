/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThoughtsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<think>hm</think>Clear. | Clear.",
        "Before <THINK>hm</Think>after. | Before after.",
        "<think>a</think>One. <reasoning>b</reasoning>Two. | One. Two.",
        "<think>a <think>b</think> c</think>Clear. | Clear.",
        "hm </think>Clear. | Clear.",
        "<unused94>thought hm<unused95>Clear. | Clear.",
        "Clear.<think>for ever | Clear.",
        "<thinker>is no tag | <thinker>is no tag"
      })
  void leavesWhatWasSaid(String text, String said) {
    assertThat(Thoughts.removed(text)).isEqualTo(said);
  }

  @Test
  @Timeout(20)
  void isDoneWithMegabytesOfTagsInOnePass() {
    assertThat(ChatAnswer.cleaned("<think>".repeat(600_000))).isEmpty();
    assertThat(ChatAnswer.cleaned("</think>".repeat(500_000))).isEmpty();
    assertThat(ChatAnswer.cleaned("<think></reasoning>".repeat(200_000) + "Clear."))
        .isEqualTo("Clear.");
    assertThat(ChatAnswer.cleaned("<".repeat(4_000_000))).hasSize(4_000_000);
    assertThat(ChatAnswer.cleaned("```\n".repeat(1_000_000))).isEmpty();
  }
}
