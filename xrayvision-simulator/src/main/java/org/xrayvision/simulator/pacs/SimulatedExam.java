/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.util.List;

/**
 * One study that the simulated PACS sends.
 *
 * @param daysAgo how many days before today it was taken; 0 is now
 */
record SimulatedExam(FictionalPatient patient, int daysAgo, List<View> views) {
  /**
   * One picture of a study.
   *
   * @param picture the name of the phantom, without {@code .png}
   * @param protocol as Romanian equipment names it
   * @param viewPosition PA, AP, LL
   */
  record View(String picture, String protocol, String bodyPart, String viewPosition) {}

  /** The day's list, priors first where there are some. */
  static final List<SimulatedExam> DAY =
      List.of(
          exam(
              FictionalPatient.BRATESCU,
              42,
              view("chest_pa_normal_2", "Torace p.a.", "CHEST", "PA")),
          exam(
              FictionalPatient.BRATESCU,
              0,
              view("chest_pa_cardiomegaly", "Torace p.a.", "CHEST", "PA"),
              view("chest_lat", "Torace lat. stg.", "CHEST", "LL")),
          exam(
              FictionalPatient.GHITA,
              0,
              view("wrist_pa_fracture", "Pumn stg. a.p.", "WRIST", "AP")),
          exam(FictionalPatient.OLTEANU, 63, view("chest_pa_normal", "Torace p.a.", "CHEST", "PA")),
          exam(
              FictionalPatient.OLTEANU,
              0,
              view("chest_pa_consolidation", "Torace p.a.", "CHEST", "PA")),
          exam(FictionalPatient.NEAMTU, 0, view("skull_lat", "Craniu lat.", "SKULL", "LL")),
          exam(
              FictionalPatient.SERBANESCU,
              0,
              view("hand_pa_normal", "Mana stg. p.a.", "HAND", "PA")),
          exam(FictionalPatient.TARCA, 0, view("chest_pa_effusion", "Torace p.a.", "CHEST", "PA")),
          exam(FictionalPatient.GHITA, 0, view("wrist_pa_normal", "Pumn dr. a.p.", "WRIST", "AP")),
          exam(FictionalPatient.NEAMTU, 0, view("lumbar_ap", "Col. lombara a.p.", "LSPINE", "AP")),
          exam(
              FictionalPatient.TARCA,
              0,
              view("abdomen_levels", "Abdomen pe gol a.p.", "ABDOMEN", "AP")),
          exam(FictionalPatient.OLTEANU, 0, view("pelvis_ap", "Bazin a.p.", "PELVIS", "AP")),
          exam(FictionalPatient.SERBANESCU, 0, view("knee_ap", "Genunchi stg. a.p.", "KNEE", "AP")),
          exam(
              FictionalPatient.BRATESCU,
              0,
              view("chest_pa_pneumothorax", "Torace p.a.", "CHEST", "PA")),
          exam(FictionalPatient.SERBANESCU, 0, view("foot_dp", "Picior stg. d.p.", "FOOT", "DP")),
          exam(
              FictionalPatient.TARCA,
              0,
              view("abdomen_normal", "Abdomen pe gol a.p.", "ABDOMEN", "AP")));

  private static SimulatedExam exam(FictionalPatient patient, int daysAgo, View... views) {
    return new SimulatedExam(patient, daysAgo, List.of(views));
  }

  private static View view(String picture, String protocol, String bodyPart, String position) {
    return new View(picture, protocol, bodyPart, position);
  }
}
