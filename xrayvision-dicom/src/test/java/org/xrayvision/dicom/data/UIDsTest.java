/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UIDsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "0.0", "1.2.840.10008.1.1", "1.02.3", "2.25.340282366920938463"})
  void acceptsDigitsAndDots(String uid) {
    assertThat(UIDs.isValid(uid)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.", ".1", "1..2", "1.2a", "../1", "1.2 ", "1.2\0", "1.٣"})
  void refusesEverythingElse(String uid) {
    assertThat(UIDs.isValid(uid)).isFalse();
  }

  @Test
  void boundsTheLength() {
    assertThat(UIDs.isValid("1".repeat(64))).isTrue();
    assertThat(UIDs.isValid("1".repeat(65))).isFalse();
  }

  @Test
  void findsLeadingZeros() {
    assertThat(UIDs.hasLeadingZero("1.02.3")).isTrue();
    assertThat(UIDs.hasLeadingZero("00.1")).isTrue();
    assertThat(UIDs.hasLeadingZero("1.0.3")).isFalse();
    assertThat(UIDs.hasLeadingZero("1.0")).isFalse();
    assertThat(UIDs.hasLeadingZero("1.10")).isFalse();
  }

  @Test
  void trimsPaddingAtTheEndOnly() {
    assertThat(UIDs.trim("1.2\0")).isEqualTo("1.2");
    assertThat(UIDs.trim("1.2 \0 ")).isEqualTo("1.2");
    assertThat(UIDs.trim("1\0.2")).isEqualTo("1\0.2");
  }

  @Test
  void makesNewOnes() {
    assertThat(UIDs.of(new UUID(-1, -1))).isEqualTo("2.25.340282366920938463463374607431768211455");
    assertThat(UIDs.isValid(UIDs.newUid())).isTrue();
    assertThat(UIDs.hasLeadingZero(UIDs.newUid())).isFalse();
    assertThat(UIDs.newUid()).isNotEqualTo(UIDs.newUid());
    assertThat(UIDs.isValid(UIDs.IMPLEMENTATION_CLASS_UID)).isTrue();
    assertThat(UIDs.IMPLEMENTATION_VERSION_NAME).hasSizeLessThanOrEqualTo(16);
  }
}
