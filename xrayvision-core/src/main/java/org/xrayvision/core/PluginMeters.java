/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.xrayvision.spi.Meter;

/** Where plugins count and time what they do. Safe for threads. */
@FunctionalInterface
public interface PluginMeters {
  /**
   * A meter for one plugin; the engine asks once for each, while it is built. Besides the plugin's
   * own names the engine uses {@code calls}, {@code failures}, {@code outages} and {@code latency}.
   */
  Meter of(PluginKind kind, String id, PluginRole role);
}
