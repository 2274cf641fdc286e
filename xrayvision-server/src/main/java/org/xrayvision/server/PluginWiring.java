/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.PluginUse;
import org.xrayvision.core.XRayVision;
import org.xrayvision.core.XRayVisionBuilder;
import org.xrayvision.server.config.PluginSettings;
import org.xrayvision.server.config.ServerConfiguration;

/** Gives an engine in the making the plugins that the configuration names. Stateless. */
final class PluginWiring {
  private static final System.Logger LOG = System.getLogger(PluginWiring.class.getName());

  /** Where the distribution lies, as its launcher says. */
  private static final String HOME = "xrayvision.home";

  private PluginWiring() {}

  /** An engine's builder with data directory and plugins. */
  static XRayVisionBuilder builder(ServerConfiguration configuration) {
    return builder(configuration, System.getProperty(HOME));
  }

  static XRayVisionBuilder builder(ServerConfiguration configuration, @Nullable String home) {
    PluginSettings plugins = configuration.plugins();
    XRayVisionBuilder builder =
        XRayVision.builder().dataDirectory(configuration.paths().dataDirectory());
    Path shipped = home == null ? plugins.directory() : Path.of(home, "plugins");
    if (shipped.toAbsolutePath().normalize().equals(plugins.directory())) {
      builder.pluginDirectory(plugins.directory());
    } else {
      builder.pluginDirectory(plugins.directory(), shipped);
    }
    List<PluginUse> models = plugins.visionModels();
    builder.visionModel(models.get(0), rest(models));
    List<PluginUse> readers = plugins.reportReaders();
    if (!readers.isEmpty()) {
      builder.reportReader(readers.get(0), rest(readers));
    }
    List<PluginUse> sources = plugins.reportSources();
    if (!sources.isEmpty()) {
      builder.reportSource(sources.get(0), rest(sources));
    }
    builder.shadowModel(plugins.shadowModels().toArray(PluginUse[]::new));
    plugins.examListeners().forEach(builder::examListener);
    if (plugins.patientIdSchemes().isEmpty()) {
      builder.patientIdScheme(id -> Optional.empty());
    }
    plugins.patientIdSchemes().forEach(builder::patientIdScheme);
    builder.notifier(plugins.notifiers().toArray(PluginUse[]::new));
    builder.escalationNotifier(plugins.escalationNotifiers().toArray(PluginUse[]::new));
    return builder;
  }

  private static PluginUse[] rest(List<PluginUse> uses) {
    return uses.subList(1, uses.size()).toArray(PluginUse[]::new);
  }

  /** Writes into the log which plugins run, and which cannot and why. */
  static void tell(List<PluginStatus> plugins) {
    for (PluginStatus plugin : plugins) {
      String what =
          "plugin "
              + plugin.id()
              + " ("
              + plugin.kind().words()
              + ", "
              + (plugin.version().isEmpty() ? "" : "version " + plugin.version() + ", ")
              + plugin.origin()
              + ")";
      switch (plugin.state()) {
        case ACTIVE -> LOG.log(System.Logger.Level.INFO, what + " runs");
        case BROKEN ->
            LOG.log(System.Logger.Level.WARNING, what + " cannot run: " + plugin.problem());
        case INSTALLED -> {}
      }
    }
  }
}
