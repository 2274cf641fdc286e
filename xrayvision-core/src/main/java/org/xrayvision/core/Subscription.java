/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/** A listener's place in the stream of events. Closing it twice does nothing. Safe for threads. */
public interface Subscription extends AutoCloseable {
  /** No event is told after this has returned, but for one that is being told now. */
  @Override
  void close();
}
