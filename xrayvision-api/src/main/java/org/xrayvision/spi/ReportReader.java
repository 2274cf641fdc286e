/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * Reads a report's text and says how severe its findings are. Safe for threads. A reader that is no
 * language model ignores the instructions. Exactly one answer per call; its result is used.
 */
public interface ReportReader extends AutoCloseable {
  /**
   * Assesses a text.
   *
   * @return the assessment, never null
   * @throws TransientBackendException if another try may succeed
   * @throws PermanentBackendException if this text can never be assessed
   */
  Assessment assess(ReadRequest request);

  /** What is shown of this reader. */
  default String displayName() {
    return getClass().getSimpleName();
  }

  /** Gives back what the reader holds. Called once, after the last call has ended. */
  @Override
  default void close() {}
}
