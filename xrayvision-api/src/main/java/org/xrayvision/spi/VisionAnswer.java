/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a vision model said: a report in words, or findings with probabilities, or both. Immutable.
 */
public final class VisionAnswer {
  private final String text;
  private final List<Finding> findings;
  private final int severity;
  private final int confidence;
  private final @Nullable String model;
  private final TokenUsage usage;
  private final boolean truncated;
  private final @Nullable String rawAnswer;

  private VisionAnswer(Builder builder) {
    text = builder.text;
    findings = List.copyOf(builder.findings);
    severity = Ranges.severity(builder.severity);
    confidence = Ranges.confidence(builder.confidence);
    model = builder.model;
    usage = builder.usage;
    truncated = builder.truncated;
    rawAnswer = builder.rawAnswer;
    if (text.isBlank() && findings.isEmpty() && severity < 0) {
      throw new IllegalArgumentException("a vision answer needs a text, findings or a severity");
    }
  }

  /** An answer in words only. */
  public static VisionAnswer of(String text) {
    return builder().text(text).build();
  }

  /** A builder with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The report; blank from a model that answers findings only. */
  public String text() {
    return text;
  }

  /** What it sees, in its own order; empty from a model that answers words only. */
  public List<Finding> findings() {
    return findings;
  }

  /** 0 (nothing found) to 10; -1 where the model does not say, and a report reader is asked. */
  public int severity() {
    return severity;
  }

  /** 0 to 100; -1 where the model does not say. */
  public int confidence() {
    return confidence;
  }

  /** The model's name as the backend answered it. */
  public @Nullable String model() {
    return model;
  }

  /** Tokens, where the backend counts them. */
  public TokenUsage usage() {
    return usage;
  }

  /** Whether the answer was cut at a limit. */
  public boolean truncated() {
    return truncated;
  }

  /** The whole answer as it came, for the record. */
  public @Nullable String rawAnswer() {
    return rawAnswer;
  }

  /** Collects the parts of an answer. Not safe for threads. */
  public static final class Builder {
    private String text = "";
    private final List<Finding> findings = new ArrayList<>();
    private int severity = -1;
    private int confidence = -1;
    private @Nullable String model;
    private TokenUsage usage = TokenUsage.UNKNOWN;
    private boolean truncated;
    private @Nullable String rawAnswer;

    private Builder() {}

    /** Sets the report. */
    public Builder text(String text) {
      this.text = Objects.requireNonNull(text, "text");
      return this;
    }

    /** Adds a finding. */
    public Builder finding(Finding finding) {
      findings.add(Objects.requireNonNull(finding, "finding"));
      return this;
    }

    /** Sets the severity, -1 to 10. */
    public Builder severity(int severity) {
      this.severity = severity;
      return this;
    }

    /** Sets the confidence, -1 to 100. */
    public Builder confidence(int confidence) {
      this.confidence = confidence;
      return this;
    }

    /** Sets the model's name. */
    public Builder model(@Nullable String model) {
      this.model = model;
      return this;
    }

    /** Sets the tokens. */
    public Builder usage(TokenUsage usage) {
      this.usage = Objects.requireNonNull(usage, "usage");
      return this;
    }

    /** Sets whether the answer was cut. */
    public Builder truncated(boolean truncated) {
      this.truncated = truncated;
      return this;
    }

    /** Sets the whole answer as it came. */
    public Builder rawAnswer(@Nullable String rawAnswer) {
      this.rawAnswer = rawAnswer;
      return this;
    }

    /**
     * The answer.
     *
     * @throws IllegalArgumentException if it says nothing, or a number is out of its range
     */
    public VisionAnswer build() {
      return new VisionAnswer(this);
    }
  }
}
