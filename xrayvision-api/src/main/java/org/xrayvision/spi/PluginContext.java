/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;

/** What the engine lends to a plugin, for its whole life. Never the database. Safe for threads. */
public interface PluginContext {
  /** The engine's clock. */
  Clock clock();

  /**
   * A logger named after the plugin. The identifiers of the exam in hand are blanked in what it is
   * told, in messages and in exceptions.
   */
  System.Logger logger();

  /** Where a plugin counts and times what it does. */
  Meter meter();

  /**
   * A client for the addresses among the plugin's settings (type URL), and for no other: a request
   * elsewhere fails with an IOException. HTTP/1.1 for cleartext; it follows no redirect. Closed
   * with the engine.
   */
  HttpClient httpClient();

  /** A folder of the plugin's own, empty at each start and deleted at each end of the engine. */
  Path scratchDirectory();
}
