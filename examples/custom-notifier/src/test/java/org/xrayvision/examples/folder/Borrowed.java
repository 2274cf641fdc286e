/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.folder;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PluginContext;

/** What an engine would lend. */
record Borrowed(Path scratchDirectory) implements PluginContext {
  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("folder");
  }

  @Override
  public Meter meter() {
    return new Meter() {
      @Override
      public void count(String name, long times) {}

      @Override
      public void time(String name, Duration duration) {}
    };
  }

  @Override
  public HttpClient httpClient() {
    throw new UnsupportedOperationException("it asks nobody");
  }
}
