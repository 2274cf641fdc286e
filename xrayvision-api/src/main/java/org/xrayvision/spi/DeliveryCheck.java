/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * A {@link Notifier} that can tell whether it could deliver without telling anybody anything.
 * Optional. Called when a person has the server test itself, on the plugin's own bounded pool;
 * alerts are delivered whatever it says.
 */
public interface DeliveryCheck {
  /**
   * Returns if what the notifier delivers to can be reached, as far as that can be known.
   *
   * @throws BackendException if it cannot, with what a person should do
   */
  void checkDelivery(Deadline deadline);
}
