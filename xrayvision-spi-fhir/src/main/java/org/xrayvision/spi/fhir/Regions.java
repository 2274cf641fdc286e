/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells which regions the words and codes of a server mean. English and Romanian words and the
 * usual SNOMED CT codes of body structures; a site adds its own. Immutable.
 */
final class Regions {
  /** What a resource says of a region. */
  enum Fit {
    /** It names the region. */
    YES,
    /** It names others only. */
    NO,
    /** It names none that is known. */
    UNKNOWN
  }

  /** A longer word than this is found with its endings too. */
  private static final int WHOLE_WORD = 3;

  private static final String KNOWN =
      """
      chest: chest, thorax, thoracic cavity, torace, toracic, pulmon, lung, 51185008, 39607008
      ribs: rib, ribs, coaste, grilaj costal, 113197003
      sternum: sternum, stern, 56873002
      abdomen: abdomen, abdominal, kub, 113345001, 818983003, 818981001
      skull: skull, cranium, head, craniu, 89546000, 69536005
      mandible: mandible, mandibul, jaw, 91609006
      nose: nose, nasal bone, nazal, oase nazale, 45206002, 74386004
      sinuses: sinus, sinuses, paranasal, paranazal, 2095001
      spine: spine, spinal, vertebra, coloana, cervical, lombar, lumbar, 421060004, 122494005, 122495006, 122496007
      pelvis: pelvis, pelvic, bazin, 12921003
      clavicle: clavicle, clavicul, 51299004
      upper_limb: humerus, forearm, upper arm, upper limb, antebrat, brat, 40983000, 14975008, 53120007
      hand: hand, wrist, finger, thumb, mana, pumn, deget, 85562004, 8205005, 7569003
      shoulder: shoulder, scapula, umar, omoplat, 16982005, 31398001
      elbow: elbow, cot, 16953009, 127949000
      hip: hip, sold, coxofemural, 24136001, 29836001
      lower_limb: femur, thigh, tibia, fibula, lower leg, lower limb, gamba, coapsa, 68367000, 30021000, 61685007
      knee: knee, genunchi, patella, 72696002
      ankle: ankle, glezna, 344001, 70258002
      foot: foot, toe, calcaneus, picior, laba picior, calcaneu, haluce, 56459004, 29707007
      """;

  private final Map<String, Set<String>> words = new HashMap<>();
  private final Map<String, String> sent = new HashMap<>();

  /**
   * The known ones and a site's own.
   *
   * @param own region to words and codes
   */
  Regions(Map<String, List<String>> own) {
    for (String line : KNOWN.lines().toList()) {
      int colon = line.indexOf(':');
      add(line.substring(0, colon), List.of(line.substring(colon + 1).split(",")));
    }
    own.forEach(
        (region, terms) -> {
          add(region, terms);
          sent.put(region, terms.get(0));
        });
  }

  private void add(String region, List<String> terms) {
    Set<String> all = words.computeIfAbsent(region, key -> new HashSet<>());
    terms.forEach(term -> all.add(Words.fold(term)));
    all.add(Words.fold(region));
  }

  /** What the server calls a region. */
  String sent(String region) {
    return sent.getOrDefault(region, region);
  }

  /** Whether a text is a name of the region. */
  boolean same(String region, String text) {
    String folded = Words.fold(text);
    return folded.equals(Words.fold(region)) || of(folded).contains(region);
  }

  /** Whether CodeableConcepts or Codings name a region. */
  Fit fit(String region, List<JsonNode> concepts) {
    Set<String> named = new HashSet<>();
    for (JsonNode concept : concepts) {
      named.addAll(of(Words.fold(concept.path("text").asText())));
      named.addAll(coded(concept));
      concept.path("coding").forEach(coding -> named.addAll(coded(coding)));
    }
    return named.isEmpty() || region.isEmpty()
        ? Fit.UNKNOWN
        : named.contains(region) ? Fit.YES : Fit.NO;
  }

  private Set<String> coded(JsonNode coding) {
    Set<String> named = new HashSet<>(of(Words.fold(coding.path("code").asText())));
    named.addAll(of(Words.fold(coding.path("display").asText())));
    return named;
  }

  private Set<String> of(String folded) {
    return words.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(term -> holds(folded, term)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static boolean holds(String folded, String term) {
    boolean withEndings = term.length() - 2 > WHOLE_WORD && !Character.isDigit(term.charAt(1));
    return folded.contains(withEndings ? term.substring(0, term.length() - 1) : term);
  }
}
