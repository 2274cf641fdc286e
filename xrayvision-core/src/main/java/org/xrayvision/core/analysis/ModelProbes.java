/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.exam.SubjectText;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.AskFilter;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.resilience.OnLoss;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * Has a model read a picture of which all is known, as it would read an exam: nobody's chest, with
 * the prompts in force. Immutable.
 */
record ModelProbes(PromptBuilder prompts, Endpoints<ReportReader> readers) {
  private static final LocalDateTime TAKEN = LocalDateTime.of(2020, 6, 1, 12, 0);

  /** A man of forty, invented. */
  private static final Exam NOBODY =
      new Exam(
          "2.25.0",
          new Patient(Patient.keyWithoutId("2.25.0"), null, null, LocalDate.of(1980, 1, 1), Sex.M),
          TAKEN,
          "Chest PA",
          "chest",
          "frontal",
          "CR",
          ExamStatus.PROCESSING,
          null,
          null,
          null,
          null,
          null,
          false,
          0,
          null,
          null,
          null);

  List<EndpointProbe> of(Endpoints<VisionModel> models, Picture picture) {
    return models.probes((asked, deadline) -> read(asked, picture, deadline));
  }

  private EndpointProbe.Result read(Asked<VisionModel> asked, Picture picture, Deadline deadline) {
    Scrubber nobody = Scrubber.general();
    VisionRequest request =
        VisionRequest.builder()
            .pictures(List.of(picture))
            .prompt(prompts.reading(new ReadingFacts(NOBODY, null, List.of(), null, nobody)))
            .region(NOBODY.region())
            .subject(SubjectText.subject(NOBODY.patient(), TAKEN.toLocalDate()))
            .deadline(deadline)
            .cancellation(asked.cancellation())
            .build();
    VisionAnswer answer = Answers.bounded(asked.plugin().read(request));
    if (answer.text().isBlank() && answer.severity() < 0) {
      return EndpointProbe.Result.failed("the answer is empty");
    }
    int severity = answer.severity() >= 0 ? answer.severity() : severity(answer.text(), deadline);
    return new EndpointProbe.Result(EndpointProbe.Outcome.ANSWERED, null, answer.model(), severity);
  }

  /** What the report reader makes of it; -1 where there is none, or none that can be had now. */
  private int severity(String text, Deadline deadline) {
    if (readers.isEmpty()) {
      return -1;
    }
    Prompt check = prompts.check(text, Scrubber.general());
    ReadRequest request = new ReadRequest(check.user(), check, deadline);
    try {
      return readers
          .call(
              deadline,
              reader -> Answers.bounded(reader.plugin().assess(request)),
              OnLoss.PASS_ON,
              AskFilter.ANYBODY)
          .answer()
          .severity();
    } catch (BackendException e) {
      return -1;
    }
  }
}
