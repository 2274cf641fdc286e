/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Set;

/**
 * Looks at pictures and answers with a report. Safe for threads: the engine calls it from as many
 * workers as are configured, each call on a thread of the plugin's own bounded pool, interrupted
 * when its deadline is over. Exactly one answer per call; its result is used.
 */
public interface VisionModel extends AutoCloseable {
  /**
   * Reads the pictures.
   *
   * @return the answer, never null
   * @throws TransientBackendException if another try may succeed; outages are told apart
   * @throws PermanentBackendException if this request can never succeed
   */
  VisionAnswer read(VisionRequest request);

  /** What is shown of this model: an endpoint's address without credentials, or a name. */
  default String displayName() {
    return getClass().getSimpleName();
  }

  /** What it can do besides reading one picture; asked once, before the first call. */
  default Set<Capability> capabilities() {
    return Set.of();
  }

  /** Gives back what the model holds. Called once, after the last call has ended. */
  @Override
  default void close() {}
}
