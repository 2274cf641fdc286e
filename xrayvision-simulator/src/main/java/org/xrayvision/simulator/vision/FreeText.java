/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Grades a report that is none of ours by single words, Romanian and English: enough for a demo,
 * for nothing else. Stateless.
 */
final class FreeText {
  private static final int LESS_IF_POSSIBLE = 1;
  private static final Pattern SENTENCE = Pattern.compile("[.;!?\\n]+");
  private static final Pattern EXCLUDED =
      Pattern.compile("\\b(?:fara|nu|niciun|nicio|absen\\w*|no|not|without|free of)\\b");
  private static final Pattern POSSIBLE =
      Pattern.compile("\\b(?:posibil\\w*|probabil\\w*|suspec\\w*|possibl[ey]|probabl[ey])\\b");

  /** The most severe first. */
  private static final Map<Pattern, Grade> FINDINGS = findings();

  /** What a text is worth. */
  record Grade(int severity, String summary) {}

  private FreeText() {}

  private static Map<Pattern, Grade> findings() {
    Map<Pattern, Grade> found = new LinkedHashMap<>();
    found.put(beginning("pneumot(?:h)?ora"), new Grade(9, "pneumothorax"));
    found.put(beginning("ocluzi|obstruct|hidroaeric|air-fluid"), new Grade(8, "bowel obstruction"));
    found.put(beginning("fractur"), new Grade(7, "fracture"));
    found.put(beginning("luxati|dislocat"), new Grade(7, "dislocation"));
    found.put(beginning("revarsat|effusion"), new Grade(7, "pleural effusion"));
    found.put(beginning("pneumon|consolid"), new Grade(7, "pneumonia"));
    found.put(beginning("tumor|nodul"), new Grade(6, "nodule"));
    found.put(beginning("opaci|infiltrat"), new Grade(6, "opacity"));
    found.put(beginning("atelecta"), new Grade(6, "atelectasis"));
    found.put(beginning("cardiomegal|cord marit"), new Grade(5, "cardiomegaly"));
    found.put(beginning("degenerativ|artroz|osteoarthr|osteofit"), new Grade(3, "degenerative"));
    return found;
  }

  private static Pattern beginning(String alternatives) {
    return Pattern.compile("\\b(?:" + alternatives + ")");
  }

  /** The grade of what the text states and does not exclude; empty where it states nothing. */
  static Optional<Grade> grade(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
    Optional<Grade> worst = Optional.empty();
    for (String sentence : SENTENCE.split(plain, -1)) {
      Optional<Grade> grade = ofSentence(sentence);
      if (grade.isPresent()
          && (worst.isEmpty() || grade.get().severity() > worst.get().severity())) {
        worst = grade;
      }
    }
    return worst;
  }

  private static Optional<Grade> ofSentence(String sentence) {
    var excluded = EXCLUDED.matcher(sentence);
    String stated = excluded.find() ? sentence.substring(0, excluded.start()) : sentence;
    return FINDINGS.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(stated).find())
        .map(Map.Entry::getValue)
        .findFirst()
        .map(grade -> POSSIBLE.matcher(stated).find() ? lessBy(grade, LESS_IF_POSSIBLE) : grade);
  }

  private static Grade lessBy(Grade grade, int steps) {
    return new Grade(grade.severity() - steps, grade.summary());
  }
}
