/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * Tells people of positive findings. Alerts are delivered at least once: the same {@link
 * Alert#id()} may come again after a crash. Safe for threads; called on the plugin's own bounded
 * pool; several notifiers do not see each other.
 */
public interface Notifier extends AutoCloseable {
  /**
   * Delivers an alert, and returns when it is delivered.
   *
   * @throws TransientBackendException if another try may succeed; it is tried again later
   * @throws PermanentBackendException if it can never be delivered
   */
  void send(Alert alert);

  /** What is shown of this notifier: an address without credentials, or a name. */
  default String displayName() {
    return getClass().getSimpleName();
  }

  /** Gives back what the notifier holds. Called once, after the last call has ended. */
  @Override
  default void close() {}
}
