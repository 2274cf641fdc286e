/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PluginContext;

/**
 * What an engine lends to a plugin, without an engine: the real clock, a logger, a meter that
 * forgets, and a client that speaks with anybody. For tests of plugins. Safe for threads.
 */
public final class LentContext implements PluginContext {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Path scratch;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /**
   * A context.
   *
   * @param scratch the plugin's own folder, which must exist
   */
  public LentContext(Path scratch) {
    this.scratch = scratch;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("org.xrayvision.plugin");
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
    return client;
  }

  @Override
  public Path scratchDirectory() {
    return scratch;
  }
}
