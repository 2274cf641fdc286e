/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.resilience.Answered;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.VisionAnswer;

/**
 * Makes the records of model runs. A run whose report is kept while its check pass is still to come
 * says so in its error, by which the next claim knows it.
 */
public final class Runs {
  private static final String AWAITING = "awaiting assessment: ";
  private static final String NOT_ASSESSED = "not assessed: ";

  /** What is wrong with an answer without a severity. */
  static final String UNREADABLE = "the answer holds no severity that can be read";

  private static final double NANOS = 1e9;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int ROOM = 50;

  private Runs() {}

  /** The model has answered; nothing is assessed yet. */
  static AiRun read(Instant started, long nanos, Prompt prompt, Answered<VisionAnswer> answered) {
    VisionAnswer answer = answered.answer();
    return AiRun.of(started, prompt.version())
        .answeredBy(answer.model(), answered.endpoint())
        .latencySeconds(nanos / NANOS)
        .tokens(answer.usage().prompt(), answer.usage().completion())
        .text(FindingsText.of(answer))
        .raw(answer.rawAnswer(), null)
        .error(doubts(answer, prompt))
        .build();
  }

  /** The model, or the reader, has failed; what it said is kept. */
  public static AiRun failed(Instant started, long nanos, String version, BackendException e) {
    return AiRun.of(started, version)
        .latencySeconds(nanos / NANOS)
        .raw(e.rawAnswer(), null)
        .error(e.getMessage())
        .build();
  }

  /** The reader has answered. */
  public static AiRun checked(
      Instant started, long nanos, String version, Answered<Assessment> answered) {
    Assessment made = answered.answer();
    return AiRun.of(started, version)
        .answeredBy(made.model(), answered.endpoint())
        .latencySeconds(nanos / NANOS)
        .tokens(made.usage().prompt(), made.usage().completion())
        .graded(made.severity(), made.confidence(), made.summary())
        .raw(made.rawAnswer(), null)
        .error(made.severity() >= 0 ? null : UNREADABLE)
        .build();
  }

  /** What a person should know of an answer that is kept all the same, or null. */
  private static @Nullable String doubts(VisionAnswer answer, Prompt prompt) {
    List<String> doubts = new ArrayList<>();
    if (answer.truncated()) {
      doubts.add("the answer was cut at the token limit");
    }
    int counted = answer.usage().prompt();
    int words = (prompt.system().length() + prompt.user().length()) / CHARACTERS_PER_TOKEN;
    if (counted >= 0 && counted < words + ROOM) {
      doubts.add(
          "the model counted "
              + counted
              + " prompt tokens, too few for text and picture: one of them may have been ignored");
    }
    boolean prose = answer.findings().isEmpty();
    if (prose && ReportText.parse(answer.text()).impression().isEmpty()) {
      doubts.add("the answer has no IMPRESSION");
    }
    return doubts.isEmpty() ? null : String.join("; ", doubts);
  }

  /** The model has graded its own answer. */
  static AiRun graded(AiRun run, VisionAnswer answer) {
    return with(
        run,
        null,
        answer.severity(),
        answer.confidence(),
        FindingsText.summary(answer),
        null,
        keptDoubts(run));
  }

  static AiRun assessed(AiRun run, Assessment made, String checkVersion) {
    return with(
        run,
        checkVersion,
        made.severity(),
        made.confidence(),
        made.summary(),
        made.rawAnswer(),
        made.severity() >= 0
            ? keptDoubts(run)
            : joined(NOT_ASSESSED + UNREADABLE, keptDoubts(run)));
  }

  /** For good: the report stands without severity. */
  static AiRun notAssessed(AiRun run, BackendException why, String checkVersion) {
    return with(
        run,
        checkVersion,
        -1,
        -1,
        "",
        why.rawAnswer(),
        joined(NOT_ASSESSED + why.getMessage(), keptDoubts(run)));
  }

  /** For now: the report is kept for the next claim. */
  static AiRun awaiting(AiRun run, BackendException why) {
    return with(
        run,
        null,
        -1,
        -1,
        "",
        why.rawAnswer(),
        joined(AWAITING + oneLine(why.getMessage()), keptDoubts(run)));
  }

  static boolean isAwaiting(AiRun run) {
    return run.text() != null && run.error() != null && run.error().startsWith(AWAITING);
  }

  private static @Nullable String keptDoubts(AiRun run) {
    if (!isAwaiting(run) || run.error() == null) {
      return run.error();
    }
    int line = run.error().indexOf('\n');
    return line < 0 ? null : run.error().substring(line + 1);
  }

  private static String joined(@Nullable String... parts) {
    return Stream.of(parts).filter(p -> p != null).collect(Collectors.joining("\n"));
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\s+", " ");
  }

  private static AiRun with(
      AiRun run,
      @Nullable String checkVersion,
      int severity,
      int confidence,
      String summary,
      @Nullable String rawAssessment,
      @Nullable String error) {
    String version = run.promptVersion();
    return run.toBuilder()
        .promptVersion(checkVersion == null ? version : version + "+" + checkVersion)
        .graded(severity, confidence, summary)
        .raw(run.rawAnswer(), rawAssessment)
        .error(error)
        .build();
  }
}
