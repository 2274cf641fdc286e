/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamStatus;

class StateMovesTest {
  @Test
  void theMovesAreTheseAndNoOthers() {
    Set<String> allowed = new TreeSet<>();
    for (ExamStatus from : ExamStatus.values()) {
      for (ExamStatus to : ExamStatus.values()) {
        if (StateMoves.allowed(from, to)) {
          allowed.add(from.code() + " > " + to.code());
        }
      }
    }
    assertThat(allowed)
        .containsExactlyInAnyOrder(
            "none > queued",
            "none > ignore",
            "none > error",
            "queued > processing",
            "queued > requeue",
            "requeue > processing",
            "processing > done",
            "processing > ignore",
            "processing > error",
            "processing > queued",
            "processing > requeue",
            "done > requeue",
            "done > check",
            "check > done",
            "check > requeue",
            "error > queued",
            "error > requeue",
            "ignore > queued",
            "ignore > requeue");
  }
}
