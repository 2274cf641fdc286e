/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of the model over one exam.
 *
 * @param started when it was asked
 * @param promptVersion a short hash of the prompt's texts
 * @param model the model's name as answered
 * @param endpoint where it was asked
 * @param latencySeconds from question to answer
 * @param promptTokens -1 where unknown
 * @param completionTokens -1 where unknown
 * @param text the report; null where the run failed
 * @param severity 0 to 10, or -1
 * @param confidence 0 to 100, or -1
 * @param rawAnswer the model's whole answer
 * @param rawAssessment the reader's whole answer
 * @param error why it failed, or what was doubtful (cut at max tokens, say)
 * @param check the check pass over its text that is to be written with it: a run of the reader,
 *     whose answer is its rawAnswer; null where there was none, and in what is read from the store
 */
public record AiRun(
    Instant started,
    String promptVersion,
    @Nullable String model,
    @Nullable String endpoint,
    double latencySeconds,
    int promptTokens,
    int completionTokens,
    @Nullable String text,
    int severity,
    int confidence,
    String summary,
    @Nullable String rawAnswer,
    @Nullable String rawAssessment,
    @Nullable String error,
    @Nullable AiRun check) {
  private static final int MAX_SEVERITY = 10;
  private static final int MAX_CONFIDENCE = 100;

  /** Checks the ranges that the database insists on. */
  public AiRun {
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(promptVersion, "promptVersion");
    Objects.requireNonNull(summary, "summary");
    if (severity < -1 || severity > MAX_SEVERITY) {
      throw new IllegalArgumentException("severity must be -1 to 10, not " + severity);
    }
    if (confidence < -1 || confidence > MAX_CONFIDENCE) {
      throw new IllegalArgumentException("confidence must be -1 to 100, not " + confidence);
    }
  }

  /** A run of which nothing else is known yet. */
  public static Builder of(Instant started, String promptVersion) {
    return new Builder(started, promptVersion);
  }

  /** A run that begins as this one. */
  public Builder toBuilder() {
    return new Builder(started, promptVersion)
        .answeredBy(model, endpoint)
        .latencySeconds(latencySeconds)
        .tokens(promptTokens, completionTokens)
        .text(text)
        .graded(severity, confidence, summary)
        .raw(rawAnswer, rawAssessment)
        .error(error)
        .check(check);
  }

  /** The same with its check pass. */
  public AiRun withCheck(AiRun pass) {
    return toBuilder().check(pass).build();
  }

  /** A run in the making; what is not said is unknown. Not safe for threads. */
  public static final class Builder {
    private final Instant started;
    private String promptVersion;
    private @Nullable String model;
    private @Nullable String endpoint;
    private double latencySeconds;
    private int promptTokens = -1;
    private int completionTokens = -1;
    private @Nullable String text;
    private int severity = -1;
    private int confidence = -1;
    private String summary = "";
    private @Nullable String rawAnswer;
    private @Nullable String rawAssessment;
    private @Nullable String error;
    private @Nullable AiRun check;

    private Builder(Instant started, String promptVersion) {
      this.started = started;
      this.promptVersion = promptVersion;
    }

    public Builder promptVersion(String version) {
      this.promptVersion = version;
      return this;
    }

    public Builder answeredBy(@Nullable String who, @Nullable String where) {
      this.model = who;
      this.endpoint = where;
      return this;
    }

    public Builder latencySeconds(double seconds) {
      this.latencySeconds = seconds;
      return this;
    }

    public Builder tokens(int prompt, int completion) {
      this.promptTokens = prompt;
      this.completionTokens = completion;
      return this;
    }

    public Builder text(@Nullable String report) {
      this.text = report;
      return this;
    }

    public Builder graded(int severe, int confident, String inWords) {
      this.severity = severe;
      this.confidence = confident;
      this.summary = inWords;
      return this;
    }

    public Builder raw(@Nullable String answer, @Nullable String assessment) {
      this.rawAnswer = answer;
      this.rawAssessment = assessment;
      return this;
    }

    public Builder error(@Nullable String why) {
      this.error = why;
      return this;
    }

    private Builder check(@Nullable AiRun pass) {
      this.check = pass;
      return this;
    }

    public AiRun build() {
      return new AiRun(
          started,
          promptVersion,
          model,
          endpoint,
          latencySeconds,
          promptTokens,
          completionTokens,
          text,
          severity,
          confidence,
          summary,
          rawAnswer,
          rawAssessment,
          error,
          check);
    }
  }
}
