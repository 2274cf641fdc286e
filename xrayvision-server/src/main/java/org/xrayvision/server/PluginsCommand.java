/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xrayvision.core.PluginRole;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.server.config.ServerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plugins list|check}: works without a server, and beside a running one. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description = "Lists the plugins, checks those that the configuration names.")
final class PluginsCommand implements Runnable {
  private static final List<String> HEAD =
      List.of("KIND", "ID", "VERSION", "STATE", "ROLE", "ORIGIN", "PROBLEM");

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  PluginsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name one of list, check");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the plugins that are installed, active and broken, and why.")
  int list(@Mixin ConfigurationOptions where) {
    print(status(where.load(environment)));
    return 0;
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "As list; the exit code is 1 if one that the configuration names is broken.")
  int check(@Mixin ConfigurationOptions where) {
    ServerConfiguration configuration = where.load(environment);
    List<PluginStatus> plugins = status(configuration);
    print(plugins);
    // The named ones come first.
    boolean broken =
        plugins.stream()
            .limit(configuration.plugins().named())
            .anyMatch(plugin -> plugin.state() == State.BROKEN);
    return broken ? Main.FAILURE : 0;
  }

  private static List<PluginStatus> status(ServerConfiguration configuration) {
    return PluginWiring.builder(configuration).checkPlugins();
  }

  private void print(List<PluginStatus> plugins) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    plugins.forEach(plugin -> rows.add(row(plugin)));
    PrintWriter out = spec.commandLine().getOut();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < HEAD.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width - cell.length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static List<String> row(PluginStatus plugin) {
    String problem = plugin.problem();
    PluginRole role = plugin.role();
    return List.of(
        plugin.kind().words(),
        plugin.id(),
        plugin.version().isEmpty() ? "-" : plugin.version(),
        plugin.state().name().toLowerCase(Locale.ROOT),
        role == null ? "-" : role.words(),
        plugin.origin(),
        problem == null ? "" : problem.replaceAll("\\s+", " "));
  }
}
