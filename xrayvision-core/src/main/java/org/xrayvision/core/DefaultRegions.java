/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The regions that are known without any configuration: Romanian and English words of protocol
 * names, and what is asked of the model.
 *
 * <p>Words of four letters and more are found with their endings too ({@code RegionRules}), so one
 * form is enough; shorter ones are listed in each form. Two words stand for their sequence: "cap
 * femural" is a hip though "cap" is a skull, because the longest one wins.
 */
final class DefaultRegions {
  private static final String TABLE =
      """
      chest | torace, toracic, toracal, thorax, thoracic, chest, pulmon, plaman, lungs, \
      left lung, right lung, lung field, lung apex, lung apices, cord, cardiopulmonar, \
      mediastin, hemitorace, sinus costodiafragmatic, sinus costofrenic \
      | Are there consolidations, opacities, nodules, pleural effusion, pneumothorax, an enlarged \
      heart or mediastinum, or fractures?
      ribs | coast, coasta, costal, grilaj, grilaj costal, coaste cervicale, rib, ribs \
      | Are there rib fractures, displaced fragments, lytic lesions, or signs of pneumothorax?
      sternum | stern, manubriu, xifoid, breastbone \
      | Are there fractures, displacement, or lesions of the sternum?
      abdomen | abdomen, abdominal, abdomen pe gol, renal, renovezical, reno vezical, kub \
      | Are there fluid levels, free air under the diaphragm, dilated bowel loops, abnormal \
      calcifications, or foreign bodies?
      skull | craniu, cranian, cap, capul, capului, calota, occipital, parietal, temporal, orbita, \
      orbite, mastoid, masiv facial, viscerocraniu, zigomatic, zygoma, malar, sa turca, \
      saua turceasca, sella, skull, head, face, orbit, cranium, maxilla \
      | Are there fractures, bone lesions, abnormal calcifications, or signs of raised \
      intracranial pressure?
      mandible | mandibul, mandibular, maxilar inferior, temporomandibular, temporo mandibular, \
      mandible, jaw, tmj \
      | Are there fractures, dislocation of the joint, or bone lesions of the mandible?
      nose | nas, nasul, nasului, nazal, nasal, nose, piramida, piramida nazala, opn \
      | Are there fractures of the nasal bones, displacement, or deviation of the septum?
      sinuses | sinus, sinusuri, sinusurilor, sinusuri anterioare, paranazal, paranasal, \
      sinus maxilar, sinus frontal, sinuses, saf \
      | Are there opacities, fluid levels, thickened mucosa, or bone lesions of the sinuses?
      spine | coloana, col, rahis, cervical, lombar, lombosacrat, lombo sacrat, dorsolombar, \
      dorso lombar, toracolombar, toraco lombar, coloana toracica, coloana toracala, \
      coloana dorsala, col toracica, col toracala, col dorsala, rahis dorsal, rahis toracal, \
      vertebra, vertebral, sacru, sacrat, sacral, coccis, coccigian, odontoid, spine, spinal, \
      cspine, tspine, lspine, lumbar, lumbosacral, thoracic spine, thoracolumbar, sacrum, coccyx \
      | Are there fractures, compressed vertebrae, misalignment, narrowed disc spaces, or \
      degenerative changes?
      pelvis | bazin, pelvis, pelvin, pelvian, sacroiliac, sacro iliac, iliac, simfiza, pubis, \
      pubian, ischion, coxal, oase coxale \
      | Are there fractures, asymmetry, bone lesions, or changes of the sacroiliac joints?
      clavicle | clavicul, clavicular, sternoclavicular, clavicle, collarbone \
      | Are there fractures, displacement, or dislocation of the clavicle?
      upper_limb | humerus, humeral, brat, antebrat, radius, ulna, cubitus, membru superior, \
      membre superioare, arm, forearm, upper limb, upper extremity \
      | Are there fractures, dislocations, or bone lesions of the arm or forearm?
      hand | mana, maini, mainii, mainile, pumn, deget, police, metacarp, metacarpian, carp, \
      carpian, carpal, radiocarpian, scafoid, semilunar, falang, varsta osoasa, hand, wrist, \
      finger, thumb, bone age \
      | Are there fractures, dislocations, erosions, or foreign bodies of the hand or wrist?
      shoulder | umar, umeri, scapul, scapular, omoplat, glenohumeral, scapulohumeral, \
      scapulo humeral, acromion, acromioclavicular, acromio clavicular, cap humeral, shoulder, \
      humeral head \
      | Are there fractures, dislocation, calcifications, or narrowed joint space of the shoulder?
      elbow | cot, cotul, cotului, coate, olecran, olecranon, cap radial, elbow, radial head \
      | Are there fractures, dislocation, or signs of effusion of the elbow?
      hip | sold, coxofemural, coxo femural, acetabul, cotil, col femural, cap femural, trohanter, \
      hip, hips, femoral head, femoral neck \
      | Are there fractures, dislocation, narrowed joint space, or necrosis of the femoral head?
      lower_limb | femur, femural, coapsa, coapse, tibia, tibie, peroneu, fibula, gamba, gambe, \
      membru inferior, membre inferioare, leg, legs, thigh, calf, lower limb, lower extremity \
      | Are there fractures, dislocations, or bone lesions of the thigh or lower leg?
      knee | genunchi, patela, patella, rotula, rotulian, platou tibial, femuropatelar, \
      femurotibial, knee \
      | Are there fractures, effusion, narrowed joint space, or dislocation of the patella?
      ankle | glezna, glezne, maleol, maleolar, bimaleolar, tibiotarsian, tibio tarsian, ankle, \
      talocrural \
      | Are there fractures of the malleoli, dislocation, or swelling of the ankle?
      foot | picior, picioare, antepicior, laba, calcaneu, calcanean, calcaneus, metatars, \
      metatarsian, tars, tarsian, scafoid tarsian, astragal, talus, haluce, hallux, foot, feet, \
      toe, toes, heel \
      | Are there fractures, dislocations, spurs, or deformities of the foot?
      """;

  private DefaultRegions() {}

  static RegionOptions options() {
    Map<String, List<String>> keywords = new LinkedHashMap<>();
    Map<String, String> questions = new LinkedHashMap<>();
    for (String row : TABLE.lines().toList()) {
      List<String> cells = cells(row, '|');
      keywords.put(cells.get(0), cells(cells.get(1), ','));
      questions.put(cells.get(0), cells.get(2));
    }
    return new RegionOptions(keywords, questions, keywords.keySet());
  }

  private static List<String> cells(String text, char separator) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator) {
        cells.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    return cells;
  }
}
