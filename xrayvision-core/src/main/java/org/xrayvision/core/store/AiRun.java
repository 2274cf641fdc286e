package org.xrayvision.core.store;

import java.time.Instant;
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
    @Nullable String error) {}
