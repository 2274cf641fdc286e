/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.RadReport;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.analysis.VisionQuestion.View;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.PriorReading;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;

/**
 * Puts together what is asked about an exam, the same for every model. Safe for threads.
 *
 * @param pictures where the PNG of a UID is
 */
record Questions(
    ExamStore store,
    Pictures pictures,
    PromptBuilder prompts,
    FullDepth fullDepth,
    AnalysisOptions options,
    Discretion discretion) {
  private static final int MAX_OTHER_VIEWS = 3;

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
    List<View> views = new ArrayList<>();
    views.add(new View(facts.exam().uid(), picture));
    views.addAll(otherViews(facts.exam()));
    List<String> others = views.stream().skip(1).map(view -> view.picture().projection()).toList();
    return new VisionQuestion(
        facts.exam(),
        views,
        fullDepth,
        prompts.reading(facts, others),
        prompts.priorStudies(facts),
        prompts.clinicalInformation(facts),
        deadline,
        discretion.egress(store.journal(facts.exam().uid())));
  }

  /**
   * Where a site waits until a study is there, one look takes in all views of the reading. A
   * picture that cannot be read is left out: its own exam will say so.
   */
  private List<View> otherViews(Exam exam) {
    if (options.studyQuiet().isZero()) {
      return List.of();
    }
    List<View> views = new ArrayList<>();
    for (String uid : store.otherViews(exam.uid(), MAX_OTHER_VIEWS)) {
      Optional<Exam> other = store.exam(uid);
      try {
        if (other.isPresent()) {
          views.add(new View(uid, picture(other.get())));
        }
      } catch (IOException | UncheckedIOException e) {
        // One view less.
      }
    }
    return views;
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
