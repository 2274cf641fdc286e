/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The made-up reports, by the kind of region that the question is about. Stateless. */
final class SimulatedReports {
  private static final String BONES =
      "ribs|sternum|mandible|nose|pelvis|clavicle|hand|shoulder|elbow|hip|knee|ankle|foot"
          + "|upper limb|lower limb|wrist";

  private static final List<SimulatedReport> CHEST =
      List.of(
          new SimulatedReport(
              "The lungs are clear. The heart is of normal size. The costophrenic angles are free. "
                  + "Ribs and clavicles are intact.",
              "No abnormality of heart or lungs seen.",
              0,
              93,
              "normal"),
          new SimulatedReport(
              "Ill-defined opacity in the right lower zone with air bronchograms. The left lung is "
                  + "clear. No pleural effusion. The heart is of normal size.",
              "Right lower zone consolidation, in keeping with pneumonia.",
              7,
              84,
              "pneumonia"),
          new SimulatedReport(
              "The heart is enlarged, its ratio to the chest is about 0.6. The upper zone vessels "
                  + "are prominent. No consolidation.",
              "Cardiomegaly with mild vascular congestion.",
              5,
              78,
              "cardiomegaly"),
          new SimulatedReport(
              "Slightly coarse markings in both lower zones. No consolidation, no effusion. The "
                  + "heart is of normal size.",
              "Mild bronchial markings without acute change.",
              2,
              71,
              "bronchial markings"));

  private static final List<SimulatedReport> SKELETON =
      List.of(
          new SimulatedReport(
              "Alignment is normal. The cortex is continuous. Joint spaces are preserved. The soft "
                  + "tissues are unremarkable.",
              "No fracture or dislocation seen.",
              0,
              91,
              "normal"),
          new SimulatedReport(
              "Oblique lucent line through the cortex with a small step. Swelling of the soft "
                  + "tissues around it.",
              "Fracture with slight displacement.",
              7,
              86,
              "fracture"),
          new SimulatedReport(
              "The joint space is narrowed, with small osteophytes at its edges and subchondral "
                  + "sclerosis.",
              "Moderate degenerative change of the joint.",
              3,
              80,
              "osteoarthritis"));

  private static final List<SimulatedReport> SPINE =
      List.of(
          new SimulatedReport(
              "The vertebral bodies are of normal height and in line. The disc spaces are "
                  + "preserved.",
              "No abnormality of the spine seen.",
              0,
              88,
              "normal"),
          new SimulatedReport(
              "Small osteophytes at several levels, one disc space narrowed. No loss of vertebral "
                  + "height.",
              "Degenerative change of the spine.",
              3,
              82,
              "spondylosis"),
          new SimulatedReport(
              "One vertebral body has lost about a third of its anterior height. The posterior wall "
                  + "is in line.",
              "Wedge compression of one vertebral body.",
              6,
              75,
              "compression fracture"));

  private static final List<SimulatedReport> ABDOMEN =
      List.of(
          new SimulatedReport(
              "Normal distribution of bowel gas. No fluid levels, no free air under the diaphragm. "
                  + "No calcifications.",
              "No sign of obstruction or perforation.",
              0,
              90,
              "normal"),
          new SimulatedReport(
              "Several air-fluid levels in distended small bowel loops. Little gas in the colon. No "
                  + "free air.",
              "Small bowel obstruction.",
              8,
              85,
              "bowel obstruction"));

  private static final List<SimulatedReport> SKULL =
      List.of(
          new SimulatedReport(
              "The vault is of normal thickness and outline. The sinuses are aerated. No lucent "
                  + "line.",
              "No abnormality of the skull seen.",
              0,
              87,
              "normal"),
          new SimulatedReport(
              "The mucosa of the maxillary sinuses is thickened. The frontal sinuses are aerated. "
                  + "The vault is intact.",
              "Maxillary sinus mucosal thickening.",
              3,
              76,
              "sinusitis"));

  private static final Map<Pattern, List<SimulatedReport>> BY_REGION =
      Map.of(
          words("chest|lung|lungs|thorax"), CHEST,
          words("spine|lumbar|cervical|thoracic"), SPINE,
          words("abdomen|abdominal"), ABDOMEN,
          words("skull|sinuses"), SKULL,
          words(BONES), SKELETON);

  /** The line of the question that names the region. */
  private static final Pattern ANATOMY = Pattern.compile("x-ray: (.{1,60}?)(?:\\\\n|\")");

  private SimulatedReports() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?<![a-z])(?:" + alternatives + ")(?![a-z])");
  }

  /**
   * A report that fits the region.
   *
   * @param question the question's JSON
   * @param choice any number; the same picture should come with the same
   */
  static SimulatedReport about(String question, long choice) {
    String asked = question.toLowerCase(Locale.ROOT);
    var line = ANATOMY.matcher(asked);
    List<SimulatedReport> fitting =
        (line.find() ? byRegion(line.group(1)) : Optional.<List<SimulatedReport>>empty())
            .or(() -> byRegion(asked))
            .orElse(SKELETON);
    return fitting.get((int) Math.floorMod(choice, (long) fitting.size()));
  }

  private static Optional<List<SimulatedReport>> byRegion(String words) {
    return BY_REGION.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(words).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The report of ours that a text repeats. */
  static Optional<SimulatedReport> quotedIn(String text) {
    return Stream.concat(
            Phantoms.all(), Stream.of(CHEST, SPINE, ABDOMEN, SKULL, SKELETON).flatMap(List::stream))
        .filter(report -> text.contains(report.impression()))
        .findFirst();
  }
}
