/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.List;
import org.xrayvision.api.Exam;
import org.xrayvision.core.exam.SubjectText;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.PriorStudy;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * What is asked about one exam, put to each model as that model may hear it. Immutable.
 *
 * @param views the exam's own picture first, then those of the same reading
 * @param fullDepth who is given more than the PNG
 * @param priors scrubbed, newest first
 * @param clinicalInformation scrubbed
 * @param egress what of the picture may leave the house
 */
record VisionQuestion(
    Exam exam,
    List<View> views,
    FullDepth fullDepth,
    Prompt prompt,
    List<PriorStudy> priors,
    String clinicalInformation,
    Deadline deadline,
    Egress egress) {
  VisionQuestion {
    views = List.copyOf(views);
  }

  /** The picture of an exam. */
  record View(String uid, Picture picture) {}

  VisionAnswer ask(Asked<VisionModel> asked) {
    List<Picture> seen =
        views.stream()
            .map(view -> fullDepth.picture(view.picture(), view.uid(), asked))
            .map(picture -> egress.picture(picture, asked.reach()))
            .toList();
    VisionRequest request =
        VisionRequest.builder()
            .pictures(seen)
            .prompt(prompt)
            .region(exam.region())
            .subject(SubjectText.subject(exam.patient(), exam.created().toLocalDate()))
            .priors(priors)
            .clinicalInformation(clinicalInformation)
            .deadline(deadline)
            .cancellation(asked.cancellation())
            .build();
    return Answers.bounded(asked.plugin().read(request));
  }
}
