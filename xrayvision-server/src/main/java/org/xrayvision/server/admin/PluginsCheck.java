/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.PluginStatus;

/**
 * Whether each plugin that the configuration names runs: of every kind, also of those that have no
 * endpoint to be asked, and also one that was switched off since. Immutable.
 */
record PluginsCheck(Supplier<List<PluginStatus>> plugins) implements Check {
  @Override
  public String kind() {
    return "plugins";
  }

  @Override
  public @Nullable String target() {
    return null;
  }

  @Override
  public Duration atMost() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Outcome look() {
    List<PluginStatus> named =
        plugins.get().stream().filter(plugin -> plugin.role() != null).toList();
    String broken =
        named.stream()
            .filter(plugin -> plugin.state() == PluginStatus.State.BROKEN)
            .map(plugin -> plugin.kind().words() + " " + plugin.id() + ": " + plugin.problem())
            .collect(Collectors.joining("; "));
    return broken.isEmpty()
        ? Outcome.ok(
            "run",
            Map.of("count", Integer.toString(named.size())),
            "All that the configuration names run: " + named.size() + ".")
        : Outcome.failed(
            broken, "Mend the plugin or its settings, or take its name out, and restart.");
  }
}
