/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.util.List;
import org.xrayvision.api.XRayVisionException;

/** The configuration cannot be used. Carries everything that is wrong with it. */
public final class ConfigurationException extends XRayVisionException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** An exception whose message lists the problems, one a line. */
  public ConfigurationException(List<String> problems) {
    super(
        "The configuration cannot be used ("
            + (problems.size() == 1 ? "one problem" : problems.size() + " problems")
            + "):\n  - "
            + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong: each says where, what, and what to do. Never a secret. */
  public List<String> problems() {
    return problems;
  }
}
