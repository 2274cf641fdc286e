/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.RadReport;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.PriorReading;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.VisionModel;

/**
 * Puts together what is asked about an exam, the same for every model but for the pictures that it
 * may look at. Safe for threads.
 *
 * @param pictures where the PNG of a UID is
 */
record Questions(
    ExamStore store,
    Pictures pictures,
    PromptBuilder prompts,
    Views views,
    FullDepth fullDepth,
    AnalysisOptions options,
    Discretion discretion) {
  /** What is asked of these models. */
  static Questions of(
      ExamStore store,
      Pictures pictures,
      PromptBuilder prompts,
      List<Member<VisionModel>> models,
      AnalysisOptions options,
      Discretion discretion) {
    Abilities abilities = Abilities.of(models);
    boolean together = !options.studyQuiet().isZero();
    return new Questions(
        store,
        pictures,
        prompts,
        new Views(store, pictures, abilities, together, discretion),
        new FullDepth(abilities, pictures),
        options,
        discretion);
  }

  /**
   * What is known of an exam, and what takes its identifiers out.
   *
   * @param previous what the model said before, where this is a second look; else null
   */
  ReadingFacts facts(Exam exam, @Nullable String previous) {
    List<PriorReading> priors = priors(exam);
    Scrubber scrubber = Scrubber.of(exam, radiologists(priors));
    return new ReadingFacts(exam, clinicalInformation(exam), priors, previous, scrubber);
  }

  /** The picture of an exam, as {@link Pictures#picture} and {@link PictureFile#read} have it. */
  Picture picture(Exam exam) throws IOException {
    return PictureFile.read(pictures.picture(exam.uid()), exam.projection());
  }

  VisionQuestion about(ReadingFacts facts, Picture picture, Deadline deadline) {
    return new VisionQuestion(this, facts, views.of(facts.exam(), picture), deadline);
  }

  private List<PriorReading> priors(Exam exam) {
    if (options.maxPriors() <= 0 || options.priorMonths() <= 0) {
      return List.of();
    }
    return store.priors(
        exam.uid(), exam.created().minusMonths(options.priorMonths()), options.maxPriors());
  }

  private List<String> radiologists(List<PriorReading> priors) {
    List<String> names = new ArrayList<>();
    for (PriorReading prior : priors) {
      store
          .exam(prior.uid())
          .map(Exam::radReport)
          .map(RadReport::radiologist)
          .ifPresent(names::add);
    }
    return names;
  }

  private static @Nullable String clinicalInformation(Exam exam) {
    RadReport report = exam.radReport();
    return report == null ? null : report.justification();
  }
}
