/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Optional;

/**
 * Where the radiologists' reports are: the hospital's information system. Safe for threads; called
 * on the plugin's own bounded pool. Exactly one answer per call; its result is used.
 */
public interface ReportSource extends AutoCloseable {
  /**
   * Looks for the report of an exam.
   *
   * @return the report, or empty if there is none yet
   * @throws TransientBackendException if another try may succeed; outages are told apart
   * @throws PermanentBackendException if it can never be found: more than one patient has this id,
   *     say; ambiguity is refused, never guessed
   */
  Optional<SourceReport> report(ReportQuery query);

  /** What is shown of this source: an address without credentials, or a name. */
  default String displayName() {
    return getClass().getSimpleName();
  }

  /** Gives back what the source holds. Called once, after the last call has ended. */
  @Override
  default void close() {}
}
