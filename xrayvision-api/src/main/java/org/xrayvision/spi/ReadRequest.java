/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;

/**
 * One text to assess. Immutable, free of identifiers.
 *
 * @param text the report
 * @param instructions what a language model is told to do with it; the user part repeats the text
 */
public record ReadRequest(String text, Prompt instructions, Deadline deadline) {
  /** Checks that all parts are there. */
  public ReadRequest {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(instructions, "instructions");
    Objects.requireNonNull(deadline, "deadline");
  }
}
