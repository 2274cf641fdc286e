/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {
  @ParameterizedTest
  @CsvSource({
    "Torace p.a., frontal",
    "Torace P.A, frontal",
    "Torace PA, frontal",
    "ToracePA, frontal",
    "Torace1AP, frontal",
    "Torace a.p. (salon), frontal",
    "Torace față, frontal",
    "Picior stg. d.p., frontal",
    "Craniu antero-posterior, frontal",
    "Torace lat. stg., lateral",
    "Torace profil, lateral",
    "Craniu laterală, lateral",
    "Mana oblic, oblique",
    "Mână oblică, oblique",
    "Sinusuri anterioare, ''",
    "Torace bilateral, ''",
    "Torace, ''",
    "'', ''",
  })
  void wordsOfTheProtocolTell(String protocol, String projection) {
    assertThat(Projection.of(protocol, "", "")).isEqualTo(projection);
  }

  @ParameterizedTest
  @CsvSource({
    "AP, frontal",
    "PA, frontal",
    "LL, lateral",
    "RL, lateral",
    "LATERAL, lateral",
    "LLD, frontal",
    "RLO, oblique",
    "LAO, oblique",
    "?, ''",
  })
  void viewPositionTellsWhereTheProtocolIsSilent(String viewPosition, String projection) {
    assertThat(Projection.of("Torace", viewPosition, "")).isEqualTo(projection);
  }

  @Test
  void protocolWinsOverViewPosition() {
    assertThat(Projection.of("Torace p.a.", "LL", "")).isEqualTo("frontal");
  }

  @Test
  void protocolOfTwoViewsLeavesItToViewPosition() {
    assertThat(Projection.of("Torace p.a. + lat.", "LL", "")).isEqualTo("lateral");
    assertThat(Projection.of("Torace p.a. + lat.", "", "")).isEmpty();
  }

  @Test
  void meaningOfTheViewCodeIsAskedLast() {
    assertThat(Projection.of("Torace", "", "postero-anterior")).isEqualTo("frontal");
    assertThat(Projection.of("Torace", "AP", "left lateral")).isEqualTo("frontal");
  }
}
