/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PluginContext;

/** What one plugin is lent. Immutable. */
record EngineContext(
    Clock clock, System.Logger logger, Meter meter, HttpClient httpClient, Path scratchDirectory)
    implements PluginContext {}
