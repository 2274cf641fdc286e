/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.util.Optional;
import org.xrayvision.core.PluginUse.Reach;

/** Says to whom a question must not be put. */
@FunctionalInterface
public interface AskFilter {
  /** Anybody may be asked. */
  AskFilter ANYBODY = reach -> Optional.empty();

  /** Why a plugin of this reach must not be asked; empty if it may. */
  Optional<String> whyNot(Reach reach);
}
