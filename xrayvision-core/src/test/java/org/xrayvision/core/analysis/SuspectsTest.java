/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuspectsTest {
  private final Suspects suspects = new Suspects();

  private void lost(String uid, int times) {
    for (int i = 0; i < times; i++) {
      suspects.lost(uid);
    }
  }

  @Test
  void theThirdLossIsNotPassedOn() {
    assertThat(suspects.lost("1")).isTrue();
    assertThat(suspects.lost("1")).isTrue();
    assertThat(suspects.lost("1")).isFalse();
    assertThat(suspects.lost("2")).isTrue();
  }

  @Test
  void nobodyIsConvictedWhileNothingElseIsRead() {
    lost("1", 20);
    assertThat(suspects.convicts("1")).isFalse();
    suspects.answered("2");
    assertThat(suspects.convicts("1")).isTrue();
    assertThat(suspects.losses("1")).as("another look begins anew").isZero();
  }

  @Test
  void fourLossesAreNoProof() {
    lost("1", 2);
    suspects.answered("2");
    lost("1", 2);
    assertThat(suspects.convicts("1")).isFalse();
    lost("1", 1);
    assertThat(suspects.convicts("1")).isTrue();
  }

  @Test
  void anAnswerClearsAnExam() {
    lost("1", 4);
    suspects.answered("1");
    suspects.answered("2");
    lost("1", 1);
    assertThat(suspects.losses("1")).isEqualTo(1);
    assertThat(suspects.convicts("1")).isFalse();
  }

  @Test
  void aSuspectStepsBackUntilAnotherIsReadButNotForEver() {
    lost("1", 2);
    assertThat(suspects.stepsBack("1")).isFalse();
    lost("1", 1);
    assertThat(suspects.stepsBack("1")).isTrue();
    suspects.answered("2");
    assertThat(suspects.stepsBack("1")).isFalse();
    lost("1", 1);
    assertThat(suspects.stepsBack("1")).isTrue();
    assertThat(suspects.stepsBack("1")).isTrue();
    assertThat(suspects.stepsBack("1")).isTrue();
    assertThat(suspects.stepsBack("1")).isFalse();
  }

  @Test
  void keepsTheLatestThousandOnly() {
    for (int i = 0; i <= 1_000; i++) {
      suspects.lost("" + i);
    }
    assertThat(suspects.losses("0")).isZero();
    assertThat(suspects.losses("1000")).isEqualTo(1);
  }
}
