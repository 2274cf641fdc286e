/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** A {@link ReportReader} that can also judge how a report argues. Optional. */
public interface ReportCritic {
  /**
   * Reads a report in three passes.
   *
   * @return the critique, never null
   * @throws TransientBackendException if another try may succeed
   * @throws PermanentBackendException if this text can never be judged
   */
  Critique critique(ReadRequest request);
}
