/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RefusedObjectsTest {
  @Test
  void theLastOnesAreRememberedAndAllAreCounted() {
    RefusedObjects refused = new RefusedObjects();
    for (int i = 0; i < 10_001; i++) {
      refused.add("PACS", "1.2." + i);
    }

    assertThat(refused.contains("1.2.0")).isFalse();
    assertThat(refused.contains("1.2.1")).isTrue();
    assertThat(refused.contains("1.2.10000")).isTrue();
    assertThat(refused.of("PACS")).isEqualTo(10_001);
    assertThat(refused.of("OTHER")).isZero();
  }
}
