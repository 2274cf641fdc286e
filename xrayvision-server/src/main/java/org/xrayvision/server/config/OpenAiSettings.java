package org.xrayvision.server.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAI-compatible endpoints. Immutable. Its text form does not show the API key.
 *
 * @param primary asked first, or null for none
 * @param secondary asked when the first does not answer, or null for none
 * @param apiKey empty for none
 * @param model the name that is asked for
 */
public record OpenAiSettings(
    @Nullable URI primary, @Nullable URI secondary, String apiKey, String model) {
  /** Without the API key. */
  @Override
  public String toString() {
    return "OpenAiSettings[primary="
        + primary
        + ", secondary="
        + secondary
        + ", model="
        + model
        + "]";
  }
}
