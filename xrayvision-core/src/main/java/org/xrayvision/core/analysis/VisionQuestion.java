/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.xrayvision.api.Exam;
import org.xrayvision.core.analysis.Views.View;
import org.xrayvision.core.exam.SubjectText;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * What is asked about one exam, put to each model as that model may hear it. Immutable.
 *
 * @param views the exam's own picture first, then those of the same reading
 */
record VisionQuestion(
    Questions questions, ReadingFacts facts, List<View> views, Deadline deadline) {
  VisionQuestion {
    views = List.copyOf(views);
  }

  /** What of the exam's own picture may leave the house; without it nothing is asked. */
  Egress egress() {
    return views.get(0).egress();
  }

  /** The least that every model is told: with more pictures comes a sentence about them. */
  Prompt prompt() {
    return questions.prompts().reading(facts, List.of());
  }

  VisionAnswer ask(Asked<VisionModel> asked) {
    List<Picture> seen = seenBy(asked);
    List<String> others = seen.stream().skip(1).map(Picture::projection).toList();
    Exam exam = facts.exam();
    PromptBuilder prompts = questions.prompts();
    VisionRequest request =
        VisionRequest.builder()
            .pictures(seen)
            .prompt(prompts.reading(facts, others))
            .region(exam.region())
            .subject(SubjectText.subject(exam.patient(), exam.created().toLocalDate()))
            .priors(prompts.priorStudies(facts))
            .clinicalInformation(prompts.clinicalInformation(facts))
            .deadline(deadline)
            .cancellation(asked.cancellation())
            .build();
    return Answers.bounded(asked.plugin().read(request));
  }

  private List<Picture> seenBy(Asked<VisionModel> asked) {
    List<Picture> seen = new ArrayList<>();
    for (View view : questions.views().seenBy(asked, views)) {
      Picture picture = questions.fullDepth().picture(view.picture(), view.uid(), asked);
      try {
        seen.add(view.egress().picture(picture, asked.reach()));
      } catch (UncheckedIOException e) {
        if (seen.isEmpty()) {
          throw e;
        }
        // One view less: it cannot be blanked.
      }
    }
    return seen;
  }
}
