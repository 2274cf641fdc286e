/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.core.RegionOptions;

class RegionRulesTest {
  private final RegionRules defaults = new RegionRules(RegionOptions.defaults());

  @ParameterizedTest
  @CsvSource({
    "Torace p.a., chest",
    "TORACE FAȚĂ, chest",
    "Torace a.p. (salon), chest",
    "Toracele lat. stg., chest",
    "Cord-pulmon, chest",
    "Grilaj costal stg., ribs",
    "Hemitorace stg. (grilaj costal), ribs",
    "Coaste, ribs",
    "Stern profil, sternum",
    "Abdomen pe gol a.p., abdomen",
    "Craniu lat., skull",
    "Cap, skull",
    "Mandibulă dr., mandible",
    "Piramidă nazală, nose",
    "Sinusuri anterioare, sinuses",
    "SAF, sinuses",
    "Sinusuri paranazale, sinuses",
    "Col. lombara a.p., spine",
    "Coloana col. lombara, spine",
    "Coloană toracală, spine",
    "Col. toracala, spine",
    "Coloana vertebrală lombosacrată, spine",
    "Thoracic spine lateral, spine",
    "Bazin a.p., pelvis",
    "Articulații sacroiliace, pelvis",
    "Claviculă stg., clavicle",
    "Humerus dr., upper_limb",
    "Antebraț stg., upper_limb",
    "Pumn stg. a.p., hand",
    "Mana dr. p.a., hand",
    "Mână, hand",
    "Deget III mână stg., hand",
    "Umar scapula, shoulder",
    "Umărul dr., shoulder",
    "Umăr (cap humeral), shoulder",
    "Cot, elbow",
    "Șold stg. a.p., hip",
    "Şold stg. a.p., hip",
    "Sold stg. a.p., hip",
    "Cap femural dr., hip",
    "Femur col, lower_limb",
    "Gambă, lower_limb",
    "Genunchi stg. p.a., knee",
    "Genunchiului drept, knee",
    "Gleznă f+p, ankle",
    "Picior stg. d.p., foot",
    "Deget II picior dr., foot",
    "Calcaneu, foot",
    "Torace1, chest",
    "2Torace, chest",
    "ToracePA, chest",
    "Genunchi2P, knee",
    "GenunchiStg, knee",
    "Lungs, chest",
    "Left lung, chest",
    "Lung fields, chest",
    "Film lung coloana, spine",
  })
  void protocolNamesTheRegion(String protocol, String region) {
    assertThat(defaults.regionOf(protocol, "")).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "Capsula",
    "Handicap",
    "Colon",
    "Headache",
    "Panoramica dentara",
    "Radiografie",
    "''",
    "Nastere",
    "Film lung",
    "Oase lungi",
    "Lunga",
  })
  void partOfAWordNamesNothing(String protocol) {
    assertThat(defaults.regionOf(protocol, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PELVIS, pelvis",
    "CHEST, chest",
    "CSPINE, spine",
    "LSPINE, spine",
    "L-SPINE, spine",
    "HAND, hand",
    "WRIST, hand",
    "HEAD, skull",
    "JAW, mandible",
    "RIB, ribs",
    "TOE, foot",
    "LUNG, chest",
    "EXTREMITY, ''",
  })
  void bodyPartExaminedIsAskedWhereTheProtocolIsSilent(String bodyPart, String region) {
    assertThat(defaults.regionOf("Radiografie", bodyPart)).isEqualTo(region);
  }

  @Test
  void protocolWinsOverBodyPartExamined() {
    assertThat(defaults.regionOf("Genunchi a.p.", "CHEST")).isEqualTo("knee");
  }

  @Test
  void bodyPartIsKnownToKeywordsOfAnotherLanguage() {
    RegionRules romanian =
        new RegionRules(
            new RegionOptions(
                Map.of("chest", List.of("torace"), "hand", List.of("mâna")),
                Map.of(),
                Set.of("chest")));
    assertThat(romanian.regionOf("", "CHEST")).isEqualTo("chest");
    assertThat(romanian.regionOf("", "WRIST")).isEqualTo("hand");
    assertThat(romanian.regionOf("", "KNEE")).as("a region without a rule").isEmpty();
  }

  @Test
  void stemsOfAnOlderConfigurationFindTheirInflections() {
    RegionRules stems =
        new RegionRules(
            new RegionOptions(
                Map.of(
                    "ribs", List.of("coast", "grilaj"),
                    "chest", List.of("torac", "pulmon"),
                    "spine", List.of("col.", "coloan"),
                    "skull", List.of("cap")),
                Map.of(),
                Set.of()));
    assertThat(stems.regionOf("Coastele stg.", "")).isEqualTo("ribs");
    assertThat(stems.regionOf("Rx toracică", "")).isEqualTo("chest");
    assertThat(stems.regionOf("Coloana lombara", "")).isEqualTo("spine");
    assertThat(stems.regionOf("Col. cervicala", "")).isEqualTo("spine");
    assertThat(stems.regionOf("Umar scapula", "")).isEmpty();
  }

  @Test
  void keywordsAreCutIntoWordsAsProtocolsAre() {
    RegionRules rules =
        new RegionRules(
            new RegionOptions(
                Map.of("spine", List.of("C1-C2", "coloanaLombara")), Map.of(), Set.of()));
    assertThat(rules.regionOf("Rx C1C2", "")).isEqualTo("spine");
    assertThat(rules.regionOf("Coloana lombara", "")).isEqualTo("spine");
    assertThat(rules.regionOf("C1", "")).isEmpty();
  }

  @Test
  void longestKeywordWinsAndOfEqualOnesTheFirstInTheProtocol() {
    RegionRules rules =
        new RegionRules(
            new RegionOptions(
                Map.of("a", List.of("alfa"), "b", List.of("beta"), "c", List.of("gamma")),
                Map.of(),
                Set.of()));
    assertThat(rules.regionOf("beta alfa", "")).isEqualTo("b");
    assertThat(rules.regionOf("alfa beta", "")).isEqualTo("a");
    assertThat(rules.regionOf("alfa beta gamma", "")).isEqualTo("c");
  }

  @Test
  void defaultsAreTwentyRegionsEachWithAQuestionAndSupported() {
    RegionOptions options = RegionOptions.defaults();
    assertThat(options.keywords().keySet())
        .containsExactlyInAnyOrder(
            ("chest ribs sternum abdomen skull mandible nose sinuses spine pelvis clavicle"
                    + " upper_limb hand shoulder elbow hip lower_limb knee ankle foot")
                .split(" "));
    assertThat(options.questions().keySet()).isEqualTo(options.keywords().keySet());
    assertThat(options.questions().values()).allMatch(question -> question.endsWith("?"));
    assertThat(options.supported()).isEqualTo(options.keywords().keySet());
    assertThat(options.supportedWithoutKeywords()).isEmpty();
  }

  @Test
  void supportedRegionWithoutKeywordsIsNamed() {
    RegionOptions options =
        new RegionOptions(
            Map.of("chest", List.of("torace")), Map.of(), Set.of("chest", "nasal_bones"));
    assertThat(options.supportedWithoutKeywords()).containsExactly("nasal_bones");
  }

  @Test
  void noKeywordOfTheDefaultsIsLostToAnotherRegion() {
    RegionOptions.defaults()
        .keywords()
        .forEach(
            (region, keywords) ->
                assertThat(keywords)
                    .allSatisfy(
                        keyword ->
                            assertThat(defaults.regionOf(keyword, ""))
                                .as(keyword)
                                .isEqualTo(region)));
  }
}
