/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * A model, reader or source that can tell whether its backend is up without being asked a real
 * question. Optional. Called every minute, and after a failure, on a thread of the engine's.
 */
public interface HealthProbe {
  /**
   * Returns if the backend is up.
   *
   * @throws TransientBackendException if it is not, with what a person should do
   */
  void checkHealth(Deadline deadline);
}
