/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.his;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One made-up report in Romanian, its translation and how it is graded. Immutable.
 *
 * @param text unlike that of any other: a report is known again by it
 * @param english its translation
 * @param severity 0 to 10
 */
public record RomanianReport(String text, String english, int severity, String summary) {
  private static final RomanianReport NORMAL =
      new RomanianReport(
          "Examenul nu evidențiază modificări patologice.",
          "The exam shows no pathological change.",
          0,
          "normal");

  private static final RomanianReport MINOR =
      new RomanianReport(
          "Modificări degenerative discrete, fără semnificație acută.",
          "Slight degenerative changes without acute significance.",
          3,
          "degenerative change");

  private static final Map<String, RomanianReport> BY_PICTURE =
      Map.of(
          "chest_pa_consolidation",
          new RomanianReport(
              "Opacitate imprecis delimitată bazal dreapta, sugestivă pentru pneumonie.",
              "Ill-defined opacity at the right base, suggestive of pneumonia.",
              7,
              "pneumonia"),
          "chest_pa_effusion",
          new RomanianReport(
              "Revărsat pleural bazal drept cu linie de nivel concavă.",
              "Right basal pleural effusion with a concave upper border.",
              7,
              "pleural effusion"),
          "chest_pa_pneumothorax",
          new RomanianReport(
              "Pneumotorax apical stâng, mediastin pe linia mediană.",
              "Left apical pneumothorax, mediastinum central.",
              9,
              "pneumothorax"),
          "chest_pa_cardiomegaly",
          new RomanianReport(
              "Cord mărit global, fără semne de stază pulmonară.",
              "Globally enlarged heart without signs of pulmonary congestion.",
              5,
              "cardiomegaly"),
          "wrist_pa_fracture",
          new RomanianReport(
              "Fractură de epifiză distală radius cu deplasare.",
              "Displaced fracture of the distal radius.",
              8,
              "fracture"),
          "abdomen_levels",
          new RomanianReport(
              "Multiple imagini hidroaerice, aspect de ocluzie intestinală.",
              "Multiple air-fluid levels, the appearance of bowel obstruction.",
              8,
              "bowel obstruction"));

  private static final List<RomanianReport> ALL =
      Stream.concat(BY_PICTURE.values().stream(), Stream.of(NORMAL, MINOR)).toList();

  /** The report on a phantom; a radiologist who sees it otherwise now and then is life. */
  static RomanianReport on(String picture, boolean otherwise) {
    RomanianReport usual = BY_PICTURE.getOrDefault(picture, NORMAL);
    return !otherwise ? usual : usual.equals(NORMAL) ? MINOR : NORMAL;
  }

  /** The report that a text holds, in Romanian or translated. */
  public static Optional<RomanianReport> quotedIn(String text) {
    return ALL.stream()
        .filter(report -> text.contains(report.text) || text.contains(report.english))
        .findFirst();
  }
}
