package org.xrayvision.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a vision model said. Immutable.
 *
 * @param text the report, never blank
 * @param model the model's name as the backend answered it
 * @param usage tokens, where the backend counts them
 * @param truncated whether the answer was cut at a limit
 * @param rawAnswer the whole answer as it came, for the record
 */
public record VisionAnswer(
    String text,
    @Nullable String model,
    TokenUsage usage,
    boolean truncated,
    @Nullable String rawAnswer) {
  /** Checks that there is a text. */
  public VisionAnswer {
    Objects.requireNonNull(usage, "usage");
    if (text.isBlank()) {
      throw new IllegalArgumentException("a vision answer needs a text");
    }
  }
}
