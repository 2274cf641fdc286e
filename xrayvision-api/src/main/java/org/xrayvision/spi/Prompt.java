/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;

/**
 * Instructions and question for a language model, free of identifiers. Immutable.
 *
 * @param version a short hash of the texts it was made of; kept with each run
 */
public record Prompt(String system, String user, String version) {
  /** Checks that all parts are there. */
  public Prompt {
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(version, "version");
  }
}
